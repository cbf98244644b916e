// Files that tasks of a script touch, told when the system call has succeeded: of what was opened the kernel's own
// path, of what was renamed, deleted or changed the text the program gave, read after the kernel had used it.
#pragma once

#include "maps.h"
#include "walk.h"

#include <linux/io_uring.h>

enum {
  kCallArguments = 5,
  kCurrentFolder = -100,  // AT_FDCWD
  kFileType = 0170000,
  kRegularFile = 0100000,
  kPermissions = 07777,
  kModeWrite = 2,           // FMODE_WRITE
  kModeCreated = 0x100000,  // FMODE_CREATED: this open made the file
};

// A system call that has begun.
struct Call {
  __u64 arguments[kCallArguments];
  __u64 shape;  // CallShape; 0: none is under way
};

struct {
  __uint(type, BPF_MAP_TYPE_TASK_STORAGE);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __type(key, int);
  __type(value, struct Call);
} calls SEC(".maps");

// What the client itself does with files is its work; only what runs inside a script is told.
static __always_inline const struct KernelTag* tag_in_script(struct task_struct* task) {
  const struct KernelTag* tag = tag_of(task);
  return tag && (tag->script.start_ns || tag->outer.start_ns) ? tag : 0;
}

SEC("tracepoint/syscalls/enter")
int on_call(struct syscall_enter* entered) {
  struct task_struct* task = bpf_get_current_task_btf();
  if (!tag_in_script(task)) return 0;
  struct Call* call = bpf_task_storage_get(&calls, task, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
  if (!call) {
    count(kFile);
    return 0;
  }
  // Copied, not read in place: a tracepoint with fewer arguments refuses a program that could look further.
  bpf_probe_read_kernel(call->arguments, sizeof call->arguments, entered->arguments);
  call->shape = bpf_get_attach_cookie(entered);
  return 0;
}

static __always_inline struct file* file_of(struct task_struct* task, int descriptor) {
  struct fdtable* table = BPF_CORE_READ(task, files, fdt);
  struct file** slots = BPF_CORE_READ(table, fd);
  struct file* file = 0;
  if (descriptor < 0 || (__u32)descriptor >= BPF_CORE_READ(table, max_fds)) return 0;
  bpf_probe_read_kernel(&file, sizeof file, slots + descriptor);
  return file;
}

static __always_inline int describe_open(struct Scratch* room, struct task_struct* task, int descriptor) {
  struct KernelFile* record = &room->record.file;
  struct file* file = file_of(task, descriptor);
  if (!file) return 0;
  __u32 kind = BPF_CORE_READ(file, f_inode, i_mode), mode = BPF_CORE_READ(file, f_mode);
  if ((kind & kFileType) != kRegularFile) return 0;
  record->operation = mode & kModeCreated ? kFileCreate : mode & kModeWrite ? kFileWrite : kFileRead;
  record->mode = kind & kPermissions;
  record->path_bytes = append_path(room, 0, &file->f_path);
  return record->path_bytes != 0;
}

// The text of a path and, where it does not begin at the root, the folder it begins in. Returns the new offset.
static __always_inline __u32 describe_path(struct Scratch* room, struct task_struct* task, __u32 offset, int folder,
                                           __u64 text, __u32* folder_bytes, __u32* path_bytes) {
  char first = 0;
  bpf_probe_read_user(&first, 1, (void*)text);
  *folder_bytes = 0;
  if (first != '/') {
    struct file* file = folder == kCurrentFolder ? 0 : file_of(task, folder);
    if (file) {
      *folder_bytes = append_path(room, offset, &file->f_path);
    } else {
      *folder_bytes = append_path(room, offset, &task->fs->pwd);
    }
  }
  offset += *folder_bytes;
  *path_bytes = append_text(room, offset, (void*)text);
  return offset + *path_bytes;
}

static __always_inline int describe_call(struct Scratch* room, struct task_struct* task, const struct Call* call) {
  struct KernelFile* record = &room->record.file;
  const __u64* given = call->arguments;
  __u64 shape = call->shape;
  if (shape == kCallFchmod) {
    struct file* file = file_of(task, given[0]);
    record->operation = kFileChmod;
    record->mode = given[1] & kPermissions;
    record->path_bytes = file ? append_path(room, 0, &file->f_path) : 0;
    return record->path_bytes != 0;
  }
  int at = shape == kCallRenameAt || shape == kCallUnlinkAt || shape == kCallChmodAt;
  int renames = shape == kCallRename || shape == kCallRenameAt;
  __u32 offset = describe_path(room, task, 0, at ? (int)given[0] : kCurrentFolder, at ? given[1] : given[0],
                               &record->folder_bytes, &record->path_bytes);
  if (renames) {
    record->operation = kFileRename;
    describe_path(room, task, offset, at ? (int)given[2] : kCurrentFolder, at ? given[3] : given[1],
                  &record->target_folder_bytes, &record->target_bytes);
    return 1;
  }
  int changes = shape == kCallChmod || shape == kCallChmodAt;
  record->operation = changes ? kFileChmod : kFileDelete;
  if (changes) record->mode = (at ? given[2] : given[1]) & kPermissions;
  return 1;
}

SEC("tracepoint/syscalls/exit")
int on_call_done(struct syscall_exit* left) {
  struct task_struct* task = bpf_get_current_task_btf();
  const struct KernelTag* tag = tag_in_script(task);
  if (!tag) return 0;
  struct Call* call = bpf_task_storage_get(&calls, task, 0, 0);
  if (!call || !call->shape) return 0;
  struct Call done = *call;
  call->shape = 0;
  __u32 zero = 0;
  struct Scratch* room = bpf_map_lookup_elem(&scratch, &zero);
  if (!room || left->result < 0) return 0;
  struct KernelFile* record = &room->record.file;
  fill_header(&record->header, kFile, 0, task, tag);
  record->operation = record->mode = 0;
  record->folder_bytes = record->path_bytes = record->target_folder_bytes = record->target_bytes = 0;
  int told = done.shape == kCallOpen ? describe_open(room, task, left->result) : describe_call(room, task, &done);
  if (!told) return 0;
  __u64 size =
      sizeof *record + record->folder_bytes + record->path_bytes + record->target_folder_bytes + record->target_bytes;
  if (size > sizeof *room) return 0;
  record->header.size = size;
  put(&bulk_ring, record, size, kFile);
  return 0;
}

// What a script asks io_uring to do passes no system call of its own.
SEC("tp_btf/io_uring_submit_req")
int BPF_PROG(on_uring, struct io_kiocb* request) {
  if (!tag_in_script(bpf_get_current_task_btf())) return 0;
  switch (request->opcode) {
    case IORING_OP_OPENAT:
    case IORING_OP_OPENAT2:
    case IORING_OP_RENAMEAT:
    case IORING_OP_UNLINKAT: count(kUringFiles);
  }
  return 0;
}
