#pragma once

#include <spawn.h>

// glibc declares these only with _GNU_SOURCE, which its Swift module is not built with.
extern int pipe2(int ends[2], int flags);
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
