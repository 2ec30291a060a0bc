"""One module a page: reads the request, asks the archive, gives the template what it shows."""
