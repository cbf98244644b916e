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
  if (role) return *role;
  // A project's own copy of Yarn has its version in its name: yarn-4.1.0.cjs.
  const char yarn[] = "yarn-";
  for (__u32 at = 0; at < sizeof yarn - 1; ++at) {
    if (name.text[at] != yarn[at]) return 0;
  }
  return name.text[sizeof yarn - 1] >= '0' && name.text[sizeof yarn - 1] <= '9' ? kNameClient : 0;
}

// A package client is started by its own name ("npm"), or as what an interpreter is given after its options ("node
// /usr/bin/npm", "env node npm", "node --flag npm-cli.js").
enum { kWords = 7 };

static __always_inline int starts_client(struct Scratch* room, struct mm_struct* memory) {
  unsigned long at = memory->arg_start, end = memory->arg_end;
  for (__u32 word = 0; word < kWords && at < end; ++word) {
    long length = bpf_probe_read_user_str(room->data, kPathBytes, (void*)at);
    if (length < 1) return 0;
    __u32 role = role_of(room, length);
    if (role == kNameClient) return 1;
    int option = word && room->data[0] == '-';
    if (role != kNameInterpreter && !option) return 0;
    at += length;
  }
  return 0;
}

// A long environment is searched for what a package client says about a script, by whole names: whatever begins alike
// ("npm_package_config_...") is the package's own choice, and may be as much as it likes. Each is kept once, so that
// all of them fit: the manifest's path whole, of the others so much.
enum {
  kVariables = 1 << 18,  // more of npm's, at 31 bytes with their pointers, than the kernel's 6 MiB hold
  kValueBytes = 1024
};

enum Variable {
  kManifestPath = 1,
  kScriptText,
  kOtherVariable  // and what follows
};

struct Search {
  struct Scratch* room;
  unsigned long at;
  unsigned long end;
  __u32 begin;  // where in the data it is kept
  __u32 used;
  __u32 inside;  // in the middle of a text longer than kPathBytes
  __u32 seen;    // one bit for each Variable
  __u32 cut;
};

static __always_inline int begins(const char* text, const char* with, __u32 length) {
  for (__u32 at = 0; at < length; ++at) {
    if (text[at] != with[at]) return 0;
  }
  return 1;
}

// Which of those that are looked for stands at `text`: a Variable, or 0.
static __always_inline __u32 variable_at(const char* text) {
  if (text[0] == 'I') return begins(text, "INIT_CWD=", 9) ? kOtherVariable : 0;
  if (text[0] == 'G') return begins(text, "GITHUB_RUN_ID=", 14) ? kOtherVariable + 1 : 0;
  if (!begins(text, "npm_", 4)) return 0;
  text += 4;
  if (begins(text, "lifecycle_event=", 16)) return kOtherVariable + 2;
  if (begins(text, "lifecycle_script=", 17)) return kScriptText;
  if (!begins(text, "package_", 8)) return 0;
  text += 8;
  if (begins(text, "json=", 5)) return kManifestPath;
  if (begins(text, "name=", 5)) return kOtherVariable + 3;
  if (begins(text, "version=", 8)) return kOtherVariable + 4;
  if (begins(text, "integrity=", 10)) return kOtherVariable + 5;
  return begins(text, "resolved=", 9) ? kOtherVariable + 6 : 0;
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
  if (!beginning) return 0;
  __u32 variable = variable_at(text);
  if (!variable || search->seen & 1 << variable) return 0;
  search->seen |= 1 << variable;
  if (!whole || (length > kValueBytes && variable != kManifestPath)) {
    search->cut = 1;
    if (variable != kScriptText) return 0;  // the beginning of a name would be another name
    text[kValueBytes - 1] = 0;
    length = kValueBytes;
  }
  search->used += length;
  return 0;
}

// Returns how many bytes were kept at data[offset]; sets `cut` where something may be missing.
static __always_inline __u32 keep_environment(struct Scratch* room, __u32 offset, struct mm_struct* memory,
                                              __u32* cut) {
  __u64 length = memory->env_end - memory->env_start;
  *cut = 1;
  if (offset > kDataBytes - kEnvironmentBytes) return 0;
  if (length <= kEnvironmentBytes) {
    if (bpf_probe_read_user(&room->data[offset], length, (void*)memory->env_start)) return 0;
    *cut = 0;
    return length;
  }
  struct Search search = {.room = room, .at = memory->env_start, .end = memory->env_end, .begin = offset};
  bpf_loop(kVariables, search_step, &search, 0);
  *cut = search.cut || search.at < search.end;
  return search.used;
}

static __always_inline void put_exec(struct Scratch* room, struct task_struct* task, struct KernelTag* tag,
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

  // Only with the first program that a client's child becomes does the client say whose script it is. What that
  // program starts in its own place, as the same process, is the script's own word already.
  record->environment_bytes = 0;
  if (same_id(&record->header.process, &tag->script) && !tag->script.started) {
    tag->script.started = 1;
    __u32 cut = 0, kept = keep_environment(room, offset, memory, &cut);
    if (cut) record->flags |= kEnvironmentCut;
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
