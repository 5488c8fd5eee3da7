/* Threads that allocate from arenas of their own, and what malloc_info(3) says of them: its XML, a line of it a line here. */
#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define THREADS 4
#define BLOCKS 3000
#define BLOCK 4000

static pthread_barrier_t filled;

static void *fill(void *argument) {
    long blocks = BLOCKS + (long)argument * 500;
    for (long i = 0; i < blocks; i++) {
        memset(malloc(BLOCK), 1, BLOCK);
    }
    pthread_barrier_wait(&filled);
    pause();
    return NULL;
}

int main(void) {
    pthread_t thread;
    pthread_barrier_init(&filled, NULL, THREADS + 1);
    for (long i = 0; i < THREADS; i++) {
        if (pthread_create(&thread, NULL, fill, (void *)i)) {
            return 1;
        }
    }
    pthread_barrier_wait(&filled);
    setvbuf(stdout, NULL, _IONBF, 0);
    malloc_info(0, stdout);
    printf("ready\n");
    pause();
    return 0;
}
