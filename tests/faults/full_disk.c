// A disk that is full while a file exists: preloaded into the program under test, writes to regular files then fail with
// ENOSPC as the kernel would fail them. Needs neither root nor a mount, and the disk can be emptied again.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static int full(int fd) {
  const char* flag = getenv("PLUMBLINE_FULL_WHEN");
  struct stat status;
  return flag != NULL && access(flag, F_OK) == 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
}

ssize_t write(int fd, const void* bytes, size_t count) {
  static ssize_t (*real)(int, const void*, size_t);
  if (real == NULL) real = (ssize_t(*)(int, const void*, size_t))dlsym(RTLD_NEXT, "write");
  if (full(fd)) return errno = ENOSPC, -1;
  return real(fd, bytes, count);
}

ssize_t pwrite(int fd, const void* bytes, size_t count, off_t at) {
  static ssize_t (*real)(int, const void*, size_t, off_t);
  if (real == NULL) real = (ssize_t(*)(int, const void*, size_t, off_t))dlsym(RTLD_NEXT, "pwrite");
  if (full(fd)) return errno = ENOSPC, -1;
  return real(fd, bytes, count, at);
}

ssize_t pwrite64(int fd, const void* bytes, size_t count, off64_t at) {
  static ssize_t (*real)(int, const void*, size_t, off64_t);
  if (real == NULL) real = (ssize_t(*)(int, const void*, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64");
  if (full(fd)) return errno = ENOSPC, -1;
  return real(fd, bytes, count, at);
}

static int too_long(int fd, off64_t length) {
  struct stat status;
  return full(fd) && fstat(fd, &status) == 0 && length > status.st_size;
}

int ftruncate(int fd, off_t length) {
  static int (*real)(int, off_t);
  if (real == NULL) real = (int (*)(int, off_t))dlsym(RTLD_NEXT, "ftruncate");
  if (too_long(fd, length)) return errno = ENOSPC, -1;
  return real(fd, length);
}

int ftruncate64(int fd, off64_t length) {
  static int (*real)(int, off64_t);
  if (real == NULL) real = (int (*)(int, off64_t))dlsym(RTLD_NEXT, "ftruncate64");
  if (too_long(fd, length)) return errno = ENOSPC, -1;
  return real(fd, length);
}
