from graphs.check.report import check

__all__ = ["check"]
