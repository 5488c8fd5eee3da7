/* Maps a file named libjvm.so whose pages come from nobody: they wait for a userfaultfd that is never read. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LENGTH (1L << 20)

int main(int argc, char **argv) {
    if (argc < 2) {
        return 2;
    }
    int pages = syscall(SYS_userfaultfd, O_CLOEXEC);
    struct uffdio_api api = {.api = UFFD_API, .features = UFFD_FEATURE_MISSING_SHMEM};
    if (pages < 0 || ioctl(pages, UFFDIO_API, &api)) {
        perror("denied userfaultfd");
        return 3;
    }
    int file = open(argv[1], O_RDWR | O_CREAT, 0644);
    if (file < 0 || ftruncate(file, LENGTH)) {
        perror(argv[1]);
        return 4;
    }
    char *library = mmap(NULL, LENGTH, PROT_READ, MAP_SHARED, file, 0);
    struct uffdio_register range = {.range = {(unsigned long)library, LENGTH}, .mode = UFFDIO_REGISTER_MODE_MISSING};
    if (library == MAP_FAILED || ioctl(pages, UFFDIO_REGISTER, &range)) {
        perror("denied UFFDIO_REGISTER");
        return 5;
    }
    printf("library %lx\nready\n", (unsigned long)library);
    fflush(stdout);
    pause();
    return 0;
}
