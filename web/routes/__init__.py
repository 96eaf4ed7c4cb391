"""The addresses of the site, a blueprint each."""
