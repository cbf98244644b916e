// What the kernel programs write into their rings and the sensor reads: C structures of fixed layout, in host byte
// order, shared by both sides (C for the kernel, C++ for src/host/sensor). A change of layout or meaning raises
// kRecordVersion. Behind the fixed part of some records stand the bytes of their texts, one after another, without a
// NUL of their own.
#pragma once

#include <linux/types.h>

#ifdef __cplusplus
namespace cordon::host::kernel {
#endif

enum {
  kRecordVersion = 1,
  kPathBytes = 4096,          // longest text of a path, and of all arguments together
  kEnvironmentBytes = 16384,  // of an environment
  kAnswerBytes = 512,         // of what a name server answered
  kPayloadBytes = 64,         // of the first packet of a socket that carries any
  kNameBytes = 32,            // of a client's name, with its NUL
};

enum RecordKind {
  kFork = 1,     // KernelFork
  kExec = 2,     // KernelExec
  kExit = 3,     // KernelExit
  kConnect = 4,  // KernelConnect
  kSent = 5,     // KernelSent
  kFile = 6,     // KernelFile
  kAnswer = 7,   // KernelAnswer
  kRecordKinds = 8,
};

// What is counted, each a per-CPU number that only grows. First the records that a full ring refused, by RecordKind.
enum Counter {
  kTagsRefused = kRecordKinds,  // a child that could not be tagged: what it does is not seen
  kUntaggedExecs = 9,           // programs that no package client started
  kSocketsRefused = 10,         // a socket that could not be remembered: its first packet is not seen
  kUringFiles = 11,             // files opened, renamed or deleted through io_uring inside a script: counted, not told
  kCounters = 12,
};

// A process: its start in nanoseconds since boot, and its process id as the host counts. All zero: none.
struct KernelId {
  __u64 start_ns;
  __u32 pid;
  __u32 started;  // of a tag's script, inside the kernel: its first program was told. Means nothing to the reader
};

// What a task belongs to. A package client began `run`; `script` is the first process that the client started on the
// way to this task (none: the task is the client itself); `outer` is the script inside which that client was started.
struct KernelTag {
  struct KernelId run;
  struct KernelId script;
  struct KernelId outer;
};

struct KernelHeader {
  __u16 version;
  __u16 kind;     // RecordKind
  __u32 size;     // of the whole record
  __u64 time_ns;  // since boot
  struct KernelId process;
  __u32 parent_pid;
  __u32 uid;
  __u64 cgroup;
  struct KernelTag tag;
};

// A process was made; the header speaks of the child.
struct KernelFork {
  struct KernelHeader header;
  struct KernelId parent;
};

enum ExecFlag {
  kBecameClient = 1,    // with this program the process began a run
  kPathCut = 2,         // deeper than the walk goes
  kDirectoryCut = 4,    //
  kArgumentsCut = 8,    // longer than kPathBytes
  kEnvironmentCut = 16  // something of it that is looked for may be missing
};

// A program was started. Texts: path, directory, arguments (each ends with NUL), environment (likewise; only for the
// first process of a script).
struct KernelExec {
  struct KernelHeader header;
  __u32 flags;
  __u32 path_bytes;
  __u32 directory_bytes;
  __u32 arguments_bytes;
  __u32 environment_bytes;
  __u32 reserved;
};

// A process ended: its last thread did.
struct KernelExit {
  struct KernelHeader header;
  __u64 cpu_ns;
  __u32 status;  // as wait(2) gives it
  __u32 reserved;
};

// A process asked for a connection, or sent a datagram without one.
struct KernelConnect {
  struct KernelHeader header;
  __u64 cookie;
  __u8 address[16];  // network order; IPv4: the first four bytes
  __u16 port;        // host order
  __u8 family;       // 4 or 6
  __u8 protocol;     // IPPROTO_TCP, IPPROTO_UDP
  __u32 reserved;
};

// A packet of such a socket left: the first, and the first with a payload.
struct KernelSent {
  struct KernelHeader header;
  __u64 cookie;
  __u8 address[16];
  __u8 source[16];
  __u16 port;
  __u16 source_port;
  __u8 family;
  __u8 protocol;
  __u16 payload_bytes;
  __u8 payload[kPayloadBytes];
};

// A name server answered such a socket over UDP. Text: the message, at most kAnswerBytes of it.
struct KernelAnswer {
  struct KernelHeader header;
  __u64 cookie;
  __u8 server[16];
  __u16 bytes;
  __u8 family;
  __u8 reserved[5];
};

enum KernelFileOperation {
  kFileRead = 1,
  kFileWrite = 2,
  kFileCreate = 3,
  kFileRename = 4,
  kFileDelete = 5,
  kFileChmod = 6,
  kFileLink = 7,  // target is another name of path
};

// A file was touched, and that succeeded. Texts: the folder that `path` starts from (empty: path is absolute), path,
// the same two of the target of a rename or link.
struct KernelFile {
  struct KernelHeader header;
  __u32 operation;
  __u32 mode;  // permission bits of a chmod or create
  __u32 folder_bytes;
  __u32 path_bytes;
  __u32 target_folder_bytes;
  __u32 target_bytes;
};

// How the arguments of a system call are to be read; given to the programs as the cookie of their attachment.
enum CallShape {
  kCallOpen = 1,        // (path, ...): the file is found through the descriptor that is returned
  kCallRename = 2,      // (path, target)
  kCallRenameAt = 3,    // (folder, path, folder, target, ...)
  kCallUnlink = 4,      // (path)
  kCallUnlinkAt = 5,    // (folder, path, ...)
  kCallChmod = 6,       // (path, mode)
  kCallChmodAt = 7,     // (folder, path, mode, ...)
  kCallFchmod = 8,      // (descriptor, mode)
  kCallLink = 9,        // (path, target)
  kCallLinkAt = 10,     // (folder, path, folder, target, ...)
  kCallSymlink = 11,    // (text, path)
  kCallSymlinkAt = 12,  // (text, folder, path)
};

// Values of the map of names.
enum NameRole {
  kNameClient = 1,       // a package client
  kNameInterpreter = 2,  // a program whose first argument may be one
};

#ifdef __cplusplus
}  // namespace cordon::host::kernel
#endif
