/* A program that says itself what it has mapped, then waits for its end. Arguments: number of threads. */
#define _GNU_SOURCE
#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <unistd.h>

static pthread_barrier_t ready;

static void *work(void *number)
{
    char name[16];
    snprintf(name, sizeof name, "worker %ld", (long) number);
    pthread_setname_np(pthread_self(), name);
    char *small = NULL;
    for (int i = 0; i < 64; i++) {
        small = malloc(10000);
        memset(small, 1, 10000);
    }
    pthread_attr_t attributes;
    void *stack;
    size_t stack_size, guard_size;
    pthread_getattr_np(pthread_self(), &attributes);
    pthread_attr_getstack(&attributes, &stack, &stack_size);
    pthread_attr_getguardsize(&attributes, &guard_size);
    printf("stack %lx %zu %zu %ld %s\n", (long) stack, stack_size, guard_size, syscall(SYS_gettid), name);
    printf("arena %lx\n", (long) small);
    pthread_barrier_wait(&ready);
    pause();
    return small;
}

int main(int argc, char **argv)
{
    int threads = argc > 1 ? atoi(argv[1]) : 4;
    pthread_barrier_init(&ready, NULL, threads + 1);
    for (long i = 0; i < threads; i++) {
        pthread_t thread;
        pthread_create(&thread, NULL, work, (void *) i);
    }
    pthread_barrier_wait(&ready);
    for (int i = 0; i < 5; i++) {
        char *large = malloc(200000 + i * 100000);
        memset(large, 1, 200000);
        printf("chunk %lx %zu\n", (long) large, malloc_usable_size(large));
    }
    char *aligned = memalign(1 << 20, 300000);
    memset(aligned, 1, 300000);
    printf("aligned %lx %zu\n", (long) aligned, malloc_usable_size(aligned));
    int fd = memfd_create("example", 0);
    if (ftruncate(fd, 65536) != 0)
        return 1;
    char *shared = mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    memset(shared, 1, 4096);
    int id = shmget(IPC_PRIVATE, 8192, IPC_CREAT | 0600);
    char *segment = shmat(id, NULL, 0);
    shmctl(id, IPC_RMID, NULL);
    segment[0] = 1;
    printf("sysv %lx\n", (long) segment);
    char *zero = mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    zero[0] = 1;
    printf("zero %lx\n", (long) zero);
    char *own = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memset(own, 7, 1 << 20);
    printf("own %lx\n", (long) own);
    printf("ready\n");
    fflush(stdout);
    pause();
    return 0;
}
