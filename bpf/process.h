// Processes: whom they belong to, from fork to exit.
#pragma once

#include "maps.h"
#include "walk.h"

// What the text at data[0..length) stands for, by what follows its last '/': a NameRole, or 0.
static __always_inline __u32 role_of(struct Scratch* room, long length) {
  if (length < 2 || length > kPathBytes) return 0;
  __u32 end = length - 1, begin = 0, found = 0;
  for (__u32 back = 1; back <= kNameBytes; ++back) {
    if (back > end) {
      found = 1;
      break;
    }
    if (room->data[(end - back) & (kPathBytes - 1)] == '/') {
      begin = end - back + 1;
      found = 1;
      break;
    }
  }
  __u32 size = end - begin;
  if (!found || size == 0 || size >= kNameBytes) return 0;
  struct ProgramName name = {};
  bpf_probe_read_kernel(name.text, size & (kNameBytes - 1), &room->data[begin & (kPathBytes - 1)]);
  __u32* role = bpf_map_lookup_elem(&names, &name);
  return role ? *role : 0;
}

// A package client is started by its own name ("npm"), or as what an interpreter runs ("node /usr/bin/npm",
// "env node npm", "node --flag npm-cli.js").
static __always_inline int starts_client(struct Scratch* room, struct mm_struct* memory) {
  unsigned long at = memory->arg_start, end = memory->arg_end;
  long length = bpf_probe_read_user_str(room->data, kPathBytes, (void*)at);
  __u32 role = role_of(room, length);
  if (role != kNameInterpreter) return role == kNameClient;
  at += length;
  if (at >= end) return 0;
  length = bpf_probe_read_user_str(room->data, kPathBytes, (void*)at);
  role = role_of(room, length);
  if (role == kNameClient) return 1;
  if (role != kNameInterpreter && room->data[0] != '-') return 0;
  if (length < 1) return 0;
  at += length;
  if (at >= end) return 0;
  length = bpf_probe_read_user_str(room->data, kPathBytes, (void*)at);
  return role_of(room, length) == kNameClient;
}

// A long environment is searched for what a package client says about a script; the rest is passed over.
enum { kVariables = 8192 };

struct Search {
  struct Scratch* room;
  unsigned long at;
  unsigned long end;
  __u32 begin;  // where in the data it is kept
  __u32 used;
  __u32 inside;  // in the middle of a text longer than kPathBytes
};

static __always_inline int begins(const char* text, const char* with, __u32 length) {
  for (__u32 at = 0; at < length; ++at) {
    if (text[at] != with[at]) return 0;
  }
  return 1;
}

static long search_step(__u32 step, struct Search* search) {
  __u32 place = search->begin + search->used;
  if (search->at >= search->end || place > kDataBytes - kPathBytes || search->used > kEnvironmentBytes - kPathBytes) {
    return 1;
  }
  char* text = &search->room->data[place];
  long length = bpf_probe_read_user_str(text, kPathBytes, (void*)search->at);
  if (length < 1 || length > kPathBytes) return 1;
  int whole = length < kPathBytes, beginning = !search->inside;
  search->at += whole ? length : length - 1;
  search->inside = !whole;
  if (!whole || !beginning) return 0;
  if (begins(text, "npm_package_", 12) || begins(text, "npm_lifecycle_", 14) || begins(text, "INIT_CWD=", 9) ||
      begins(text, "GITHUB_RUN_ID=", 14)) {
    search->used += length;
  }
  return 0;
}

// Returns how many bytes were kept at data[offset].
static __always_inline __u32 keep_environment(struct Scratch* room, __u32 offset, struct mm_struct* memory) {
  __u64 length = memory->env_end - memory->env_start;
  if (offset > kDataBytes - kEnvironmentBytes) return 0;
  if (length <= kEnvironmentBytes) {
    return bpf_probe_read_user(&room->data[offset], length, (void*)memory->env_start) ? 0 : length;
  }
  struct Search search = {.room = room, .at = memory->env_start, .end = memory->env_end, .begin = offset};
  bpf_loop(kVariables, search_step, &search, 0);
  return search.used;
}

static __always_inline void put_exec(struct Scratch* room, struct task_struct* task, const struct KernelTag* tag,
                                     struct linux_binprm* program, __u32 flags) {
  struct KernelExec* record = &room->record.exec;
  struct mm_struct* memory = task->mm;
  record->flags = flags;  // kept there: in a register the verifier would follow each combination by itself
  record->path_bytes = append_path(room, 0, &program->file->f_path);
  __u32 offset = record->path_bytes;
  if (!record->path_bytes) record->flags |= kPathCut;
  record->directory_bytes = append_path(room, offset, &task->fs->pwd);
  if (!record->directory_bytes) record->flags |= kDirectoryCut;
  offset += record->directory_bytes;

  __u64 length = memory->arg_end - memory->arg_start;
  if (length > kPathBytes) {
    length = kPathBytes;
    record->flags |= kArgumentsCut;
  }
  if (offset > kDataBytes - kPathBytes) return;
  if (bpf_probe_read_user(&room->data[offset], length, (void*)memory->arg_start)) length = 0;
  record->arguments_bytes = length;
  offset += length;

  // Only the first process of a script can be where a client said whose script it is.
  record->environment_bytes = 0;
  if (same_id(&record->header.process, &tag->script)) {
    if (memory->env_end - memory->env_start > kEnvironmentBytes) record->flags |= kEnvironmentCut;
    __u32 kept = keep_environment(room, offset, memory);
    if (kept > kEnvironmentBytes) return;
    record->environment_bytes = kept;
    offset += kept;
  }
  if (offset > kDataBytes) return;
  record->reserved = 0;
  record->header.size = sizeof(struct KernelExec) + offset;
  // A run begins: the reader has to attach what is attached during runs only, before the first script starts.
  __u64 awake = record->flags & kBecameClient ? BPF_RB_FORCE_WAKEUP : wake(&priority_ring);
  if (bpf_ringbuf_output(&priority_ring, record, sizeof(struct KernelExec) + offset, awake)) count(kExec);
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(on_exec, struct task_struct* task, pid_t old_pid, struct linux_binprm* program) {
  __u32 zero = 0, flags = 0;
  struct Scratch* room = bpf_map_lookup_elem(&scratch, &zero);
  if (!room || !task->mm) return 0;
  struct KernelTag* tag = bpf_task_storage_get(&tags, task, 0, 0);
  if (starts_client(room, task->mm) && !(tag && !tag->script.start_ns)) {
    // Below a script the client keeps the way to that script: outer.
    struct KernelTag began = {.run = id_of(task)};
    if (tag) began.outer = tag->script;
    if (tag) {
      *tag = began;
    } else {
      tag = bpf_task_storage_get(&tags, task, &began, BPF_LOCAL_STORAGE_GET_F_CREATE);
      if (!tag) count(kTagsRefused);
    }
    flags = kBecameClient;
  }
  if (!tag) {
    count(kUntaggedExecs);
    return 0;
  }
  fill_header(&room->record.exec.header, kExec, 0, task, tag);
  put_exec(room, task, tag, program, flags);
  return 0;
}

SEC("tp_btf/sched_process_fork")
int BPF_PROG(on_fork, struct task_struct* parent, struct task_struct* child) {
  struct KernelTag* tag = tag_of(parent);
  if (!tag) return 0;
  struct KernelTag inherited = *tag;
  int thread = parent->tgid == child->tgid;
  // What a client starts is the beginning of a script until it shows to be something else.
  if (!thread && !inherited.script.start_ns) inherited.script = id_of(child);
  if (!bpf_task_storage_get(&tags, child, &inherited, BPF_LOCAL_STORAGE_GET_F_CREATE)) count(kTagsRefused);
  if (thread) return 0;
  struct KernelFork record = {};
  fill_header(&record.header, kFork, sizeof record, child, &inherited);
  record.parent = id_of(parent);
  put(&priority_ring, &record, sizeof record, kFork);
  return 0;
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(on_exit, struct task_struct* task) {
  struct KernelTag* tag = tag_of(task);
  if (!tag) return 0;
  struct signal_struct* process = task->signal;
  if (process->live.counter != 0) return 0;
  struct KernelExit record = {};
  fill_header(&record.header, kExit, sizeof record, task, tag);
  // A process that ended as a whole (exit_group, a signal) has one status; else it is that of its first thread.
  record.status = process->flags & 4 ? process->group_exit_code : task->group_leader->exit_code;
  record.cpu_ns = process->sum_sched_runtime + task->se.sum_exec_runtime;
  if (task->pid != task->tgid) record.cpu_ns += task->group_leader->se.sum_exec_runtime;
  put(&priority_ring, &record, sizeof record, kExit);
  return 0;
}
