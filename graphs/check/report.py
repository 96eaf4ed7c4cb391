from graphs.errors import GraphError
def read_program(*a, **k): raise GraphError("check is being ported")
def report(*a, **k): raise GraphError("check is being ported")
