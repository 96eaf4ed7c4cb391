"""The web's parts: what a request asks (query), who does it (engine, jobs), what guards it."""
