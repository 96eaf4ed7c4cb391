"""What is pasted beside a program: prompts, magics, fences, Python 2. It is mended where Python
cannot read it, and every place stays that of the text as it was typed."""
