/* Records every change that a process makes to files of one folder, in order, for power_cut.py to replay.

   Loaded with LD_PRELOAD. power_cut_room(n) makes every write after the next n fail for want of space. POWER_CUT_FOLDER names the folder, POWER_CUT_LOG the log. Each record is a header of six
   64-bit numbers (operation, file, offset, length, path length, 0), then the path, then the bytes.
*/
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { WRITE = 1, SYNC = 2, TRUNCATE = 3, UNLINK = 4, RENAME = 5, LINK = 6 };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int log_fd = -1;
static const char *folder;
static size_t folder_length;
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_ftruncate)(int, off_t);
static int (*real_unlink)(const char *);
static int (*real_rename)(const char *, const char *);
static int (*real_link)(const char *, const char *);

__attribute__((constructor)) static void start(void) {
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate");
    real_unlink = dlsym(RTLD_NEXT, "unlink");
    real_rename = dlsym(RTLD_NEXT, "rename");
    real_link = dlsym(RTLD_NEXT, "link");
    folder = getenv("POWER_CUT_FOLDER");
    const char *name = getenv("POWER_CUT_LOG");
    if (folder == NULL || name == NULL) return;
    folder_length = strlen(folder);
    log_fd = open(name, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
}

/* How many more writes to the folder succeed before the disk is full; negative for a disk with room. */
static long room = -1;

void power_cut_room(long writes) {
    pthread_mutex_lock(&mutex);
    room = writes;
    pthread_mutex_unlock(&mutex);
}

/* Call with the mutex held. */
static int is_full(void) {
    if (room < 0) return 0;
    if (room > 0) {
        room--;
        return 0;
    }
    errno = ENOSPC;
    return 1;
}

static int is_ours(const char *path) {
    return log_fd >= 0 && strncmp(path, folder, folder_length) == 0 && path[folder_length] == '/';
}

static void put(uint64_t operation, uint64_t file, uint64_t offset, const char *path, const void *data, uint64_t length) {
    uint64_t header[6] = {operation, file, offset, length, path == NULL ? 0 : strlen(path), 0};
    struct iovec parts[3] = {{header, sizeof header}, {(void *)path, header[4]}, {(void *)data, length}};
    ssize_t done = writev(log_fd, parts, 3);
    if (done != (ssize_t)(sizeof header + header[4] + length)) abort();
}

/* The inode of an open file of the folder, its path in `path`; 0 for any other. */
static uint64_t inode_of(int fd, char *path) {
    char link_name[64];
    int saved = errno;
    uint64_t inode = 0;
    if (log_fd < 0 || fd == log_fd) return 0;
    strcpy(link_name, "/proc/self/fd/");
    char digits[16];
    int place = 15, number = fd;
    digits[place] = 0;
    do digits[--place] = '0' + number % 10; while (number /= 10);
    strcat(link_name, digits + place);
    ssize_t length = readlink(link_name, path, 4095);
    if (length > 0) {
        path[length] = 0;
        struct stat found;
        if (is_ours(path) && fstat(fd, &found) == 0 && S_ISREG(found.st_mode)) inode = found.st_ino;
    }
    errno = saved;
    return inode;
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) {
    char path[4096];
    uint64_t inode = inode_of(fd, path);
    pthread_mutex_lock(&mutex);
    ssize_t done = inode && is_full() ? -1 : real_pwrite(fd, data, length, offset);
    if (inode && done > 0) put(WRITE, inode, offset, path, data, done);
    pthread_mutex_unlock(&mutex);
    return done;
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) { return pwrite(fd, data, length, offset); }

ssize_t write(int fd, const void *data, size_t length) {
    char path[4096];
    uint64_t inode = inode_of(fd, path);
    if (!inode) return real_write(fd, data, length);
    pthread_mutex_lock(&mutex);
    off_t before = lseek(fd, 0, SEEK_CUR);
    ssize_t done = is_full() ? -1 : real_write(fd, data, length);
    if (done > 0) {
        off_t after = lseek(fd, 0, SEEK_CUR);
        put(WRITE, inode, after >= done ? after - done : before, path, data, done);
    }
    pthread_mutex_unlock(&mutex);
    return done;
}

static int synced(int fd, int (*real)(int)) {
    char path[4096];
    uint64_t inode = inode_of(fd, path);
    pthread_mutex_lock(&mutex);
    int result = real(fd);
    if (inode && result == 0) put(SYNC, inode, 0, path, NULL, 0);
    pthread_mutex_unlock(&mutex);
    return result;
}

int fsync(int fd) { return synced(fd, real_fsync); }
int fdatasync(int fd) { return synced(fd, real_fdatasync); }

int ftruncate(int fd, off_t length) {
    char path[4096];
    uint64_t inode = inode_of(fd, path);
    pthread_mutex_lock(&mutex);
    int result = real_ftruncate(fd, length);
    if (inode && result == 0) put(TRUNCATE, inode, length, path, NULL, 0);
    pthread_mutex_unlock(&mutex);
    return result;
}

int ftruncate64(int fd, off64_t length) { return ftruncate(fd, length); }

int unlink(const char *path) {
    pthread_mutex_lock(&mutex);
    int result = real_unlink(path);
    if (result == 0 && is_ours(path)) put(UNLINK, 0, 0, path, NULL, 0);
    pthread_mutex_unlock(&mutex);
    return result;
}

static int named(uint64_t operation, int (*real)(const char *, const char *), const char *from, const char *to) {
    pthread_mutex_lock(&mutex);
    int result = real(from, to);
    if (result == 0 && is_ours(from) && is_ours(to)) put(operation, 0, 0, from, to, strlen(to));
    pthread_mutex_unlock(&mutex);
    return result;
}

int rename(const char *from, const char *to) { return named(RENAME, real_rename, from, to); }
int link(const char *from, const char *to) { return named(LINK, real_link, from, to); }
