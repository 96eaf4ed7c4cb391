"""What a request asks and how it is answered: fields checked, errors, headers, rates."""
