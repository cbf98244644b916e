// Files that tasks of a script touch, told when the system call has succeeded: of what was opened the kernel's own
// path, of what was renamed, deleted or changed the text the program gave, read after the kernel had used it.
#pragma once

#include "maps.h"
#include "walk.h"

#include <linux/io_uring.h>

enum {
  kCallArguments = 4,
  kCurrentFolder = -100,  // AT_FDCWD
  kFileType = 0170000,
  kRegularFile = 0100000,
  kPermissions = 07777,
  kModeWrite = 2,           // FMODE_WRITE
  kModeCreated = 0x100000,  // FMODE_CREATED: this open made the file
};

// What the client itself does with files is its work; only what runs inside a script is told.
static __always_inline const struct KernelTag* tag_in_script(struct task_struct* task) {
  const struct KernelTag* tag = tag_of(task);
  return tag && (tag->script.start_ns || tag->outer.start_ns) ? tag : 0;
}

// The arguments of the system call that a task comes back from: its registers still hold them. Only the end of a call
// is looked at, as looking at both would cost every call of every process twice.
struct Call {
  __u64 arguments[kCallArguments];
  __u64 shape;  // CallShape
};

static __always_inline void read_arguments(struct task_struct* task, struct Call* call) {
  struct pt_regs* registers = (struct pt_regs*)bpf_task_pt_regs(task);
#if defined(__TARGET_ARCH_x86)
  call->arguments[0] = BPF_CORE_READ(registers, di);
  call->arguments[1] = BPF_CORE_READ(registers, si);
  call->arguments[2] = BPF_CORE_READ(registers, dx);
  call->arguments[3] = BPF_CORE_READ(registers, r10);
#elif defined(__TARGET_ARCH_arm64)
  call->arguments[0] = BPF_CORE_READ(registers, orig_x0);  // the first register holds the result by now
  call->arguments[1] = BPF_CORE_READ(registers, regs[1]);
  call->arguments[2] = BPF_CORE_READ(registers, regs[2]);
  call->arguments[3] = BPF_CORE_READ(registers, regs[3]);
#else
#error "where system calls take their arguments on this architecture is not known"
#endif
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
  if (shape == kCallSymlink || shape == kCallSymlinkAt) {
    int beneath = shape == kCallSymlinkAt;
    record->operation = kFileCreate;
    describe_path(room, task, 0, beneath ? (int)given[1] : kCurrentFolder, beneath ? given[2] : given[1],
                  &record->folder_bytes, &record->path_bytes);
    return 1;
  }
  int links = shape == kCallLink || shape == kCallLinkAt;
  int at = shape == kCallLinkAt || shape == kCallRenameAt || shape == kCallUnlinkAt || shape == kCallChmodAt;
  int renames = links || shape == kCallRename || shape == kCallRenameAt;
  __u32 offset = describe_path(room, task, 0, at ? (int)given[0] : kCurrentFolder, at ? given[1] : given[0],
                               &record->folder_bytes, &record->path_bytes);
  if (renames) {
    record->operation = links ? kFileLink : kFileRename;
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
  struct Call done = {.shape = bpf_get_attach_cookie(left)};
  read_arguments(task, &done);
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
