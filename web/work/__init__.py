"""Tracing and drawing, done in worker processes: the engine, its pool, its cache, its jobs."""
