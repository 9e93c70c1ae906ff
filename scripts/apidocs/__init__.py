"""Renders docs/openapi.yaml as a page that needs neither scripts nor anything from elsewhere."""
