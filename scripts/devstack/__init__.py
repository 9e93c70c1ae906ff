"""The development stack: MariaDB, the server's processes, nginx and a mail server, started and watched by one process."""
