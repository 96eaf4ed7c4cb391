"""The web around the engine, in rooms of which each imports only from those before it:

``http`` (what a request says, what a response is), ``gallery`` (the worked examples), ``work``
(worker processes and their jobs), ``training`` (runs on the server), ``routes`` (the addresses).
"""
