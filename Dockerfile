# The image holds the site and its database, built here. When it runs it needs no network, no root and no disk: it writes
# short-lived files in /tmp while it makes one that is downloaded, and gunicorn its heartbeats in /dev/shm.
#
# `make host-check` carries out these instructions without Docker, in a root of its own.
# Bases are named by tag, because a digest cannot be read where this was written. Whoever builds pins it:
# `docker buildx imagetools inspect python:3.11-slim-bookworm`, then FROM python:3.11-slim-bookworm@sha256:…

FROM python:3.11-slim-bookworm AS build
WORKDIR /site

# The packages come first: they change less often than the site does. Wheels only, by their hashes: no compiler is needed,
# and no code of a package runs while it is installed. The environment itself gets no installer; tests of packages and maps
# of their scripts stay behind.
COPY requirements.txt .
RUN python -m venv --without-pip /opt/site && \
    python -m pip --python /opt/site/bin/python install --no-cache-dir --disable-pip-version-check --no-compile \
      --only-binary :all: --require-hashes -r requirements.txt && \
    find /opt/site/lib \( -name tests -o -name '*.map' \) -prune -exec rm -rf {} +

COPY . .
# One answer of each kind is made here, so that an image that cannot answer is never built. What is imported for it is
# compiled, and nothing else: a file system that is read-only keeps no compiled module, and compiling takes longer than
# all the rest of a start.
RUN /opt/site/bin/python -m data build && /opt/site/bin/python -m hosting.first_answers && rm -rf data/snapshot hosting

FROM python:3.11-slim-bookworm
ENV PATH=/opt/site/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 HOST=0.0.0.0 PORT=8050
WORKDIR /site
# A number and no name: whoever runs it can say that it is not root without looking into the image.
COPY --from=build /opt/site /opt/site
COPY --from=build /site /site
USER 10001:10001

EXPOSE 8050
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/health', timeout=4)"]
CMD ["python", "serve.py"]
