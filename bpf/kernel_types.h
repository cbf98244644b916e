// The few fields of the kernel's structures that the programs read. Where they lie is found out when the programs are
// loaded, from the type information of the kernel that runs (CO-RE): only names and types count here, not the layout.
#pragma once

#include <linux/bpf.h>
#include <linux/types.h>

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

typedef int pid_t;
typedef struct {
  int counter;
} atomic_t;

struct qstr {
  const unsigned char* name;
};

struct inode {
  unsigned short i_mode;
};

struct dentry {
  struct dentry* d_parent;
  struct qstr d_name;
  struct inode* d_inode;
};

struct vfsmount {
  struct dentry* mnt_root;
};

struct mount {
  struct mount* mnt_parent;
  struct dentry* mnt_mountpoint;
  struct vfsmount mnt;
};

struct path {
  struct vfsmount* mnt;
  struct dentry* dentry;
};

struct file {
  struct path f_path;
  struct inode* f_inode;
  unsigned int f_mode;
};

struct fdtable {
  unsigned int max_fds;
  struct file** fd;
};

struct files_struct {
  struct fdtable* fdt;
};

struct fs_struct {
  struct path pwd;
};

struct mm_struct {
  unsigned long arg_start;
  unsigned long arg_end;
  unsigned long env_start;
  unsigned long env_end;
};

struct signal_struct {
  atomic_t live;
  int group_exit_code;
  unsigned int flags;
  unsigned long long sum_sched_runtime;
};

struct sched_entity {
  __u64 sum_exec_runtime;
};

struct task_struct {
  unsigned int flags;
  pid_t pid;
  pid_t tgid;
  __u64 start_boottime;
  int exit_code;
  struct sched_entity se;
  struct task_struct* group_leader;
  struct task_struct* real_parent;
  struct mm_struct* mm;
  struct fs_struct* fs;
  struct files_struct* files;
  struct signal_struct* signal;
};

struct pt_regs {
#if defined(__TARGET_ARCH_x86)
  unsigned long di;
  unsigned long si;
  unsigned long dx;
  unsigned long r10;
#elif defined(__TARGET_ARCH_arm64)
  __u64 regs[31];
  __u64 orig_x0;
#endif
};

struct io_kiocb {
  __u8 opcode;
};

struct linux_binprm {
  struct file* file;
  const char* filename;
};

#pragma clang attribute pop

// What the tracepoints of system calls hand over.
struct trace_entry {
  __u64 common;
};
struct syscall_exit {
  struct trace_entry entry;
  long number;
  long result;
};
