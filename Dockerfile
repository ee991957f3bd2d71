# The image holds the site and its database, built here; it needs no network and writes nothing when it runs
# but short-lived files in /tmp, while it makes one that is downloaded.
FROM python:3.11-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 HOST=0.0.0.0 PORT=8050
WORKDIR /site

# The packages come first: they change less often than the site does.
COPY requirements.txt .
RUN pip install --no-cache-dir --disable-pip-version-check --only-binary :all: --require-hashes -r requirements.txt

COPY . .
RUN python -m data build

RUN useradd --system --no-create-home --shell /usr/sbin/nologin site
USER site

EXPOSE 8050
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/health', timeout=4)"]
CMD ["python", "serve.py"]
