"""What runs the site: the proxy before it, Kubernetes, and what an image is built with. See docs/hosting.md."""
