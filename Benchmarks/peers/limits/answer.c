/*
 * The limit of FastCGI: answers every request at once with as many bytes as its path says, as /14000.
 *
 * usage: answer THREADS, with the listening socket as standard input
 */
#include <fcgiapp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static char filler[1 << 20];

static void *answer(void *unused)
{
    (void)unused;
    FCGX_Request request;
    char given[65536];

    FCGX_InitRequest(&request, 0, FCGI_FAIL_ACCEPT_ON_INTR);
    while (FCGX_Accept_r(&request) == 0) {
        const char *path = FCGX_GetParam("DOCUMENT_URI", request.envp);
        size_t length = path == NULL ? 0 : strtoul(path + 1, NULL, 10);

        if (length > sizeof filler)
            length = sizeof filler;
        while (FCGX_GetStr(given, sizeof given, request.in) > 0)
            ;
        FCGX_FPrintF(request.out, "Status: 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n",
                     (int)length);
        FCGX_PutStr(filler, (int)length, request.out);
        FCGX_Finish_r(&request);
    }
    return NULL;
}

int main(int count, char **arguments)
{
    int threads = count > 1 ? atoi(arguments[1]) : 4;
    pthread_t thread;

    memset(filler, 'x', sizeof filler);
    FCGX_Init();
    for (int number = 1; number < threads; number++)
        if (pthread_create(&thread, NULL, answer, NULL) != 0)
            return 1;
    answer(NULL);
    return 0;
}
