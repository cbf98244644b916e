// Where a command's results go: standard output and files, opened before the process locks itself down.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace cordon::cli {

class OutputFile {
 public:
  // Creates the file, or opens it without emptying it: an old result stays until a new one is there. /dev/stdout,
  // /dev/stderr and /dev/fd/N are what this process has open there, and are written to where that stands. Never waits:
  // fails with io, also for a FIFO that nobody reads, and with not_a_regular_file for what is neither a file nor a
  // character device nor a pipe.
  static Result<OutputFile> open(const std::string& path);
  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  // Removes the file when open() made it and nothing was written.
  ~OutputFile();
  // Replaces the content. Fails with io.
  Result<void> write(std::string_view content);
  // Whether both are one regular file, by whatever names: each would overwrite the other.
  bool is_same_file(const OutputFile& other) const;
  // Whether it is the regular file that standard output goes to, opened anew.
  bool is_standard_output() const;
  const std::string& path() const { return path_; }

 private:
  OutputFile(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
  Result<void> examine();
  int descriptor_;
  std::string path_;
  bool inherited_ = false;  // the descriptor was open before
  bool made_ = false;       // created here, and still empty
};

struct Output {
  std::string format;
  OutputFile file;
};

// "FORMAT=FILE" of each argument, with the format held against `formats`. Fails with usage, also when two of them, or
// one and standard output, are the same file, and with the codes of OutputFile::open.
Result<std::vector<Output>> open_outputs(const std::vector<std::string>& arguments,
                                         const std::vector<std::string_view>& formats);

// Fails with usage when an output is one of the files that are read: writing it would destroy what the answer rests on.
Result<void> refuse_inputs(const std::vector<Output>& outputs, const std::vector<std::string>& inputs);

// The same for arguments of --output before anything is opened: fails with usage where one is a file that is looked at,
// or would stand in a folder that is looked at, or beside a file that is, under the name of a lockfile, a manifest, a
// workflow, or a configuration of a client or of this program, or is reached by a link that stands in such a folder:
// whoever wrote the project would choose what is overwritten. SBOMs are results, too. No target is the working
// directory.
Result<void> refuse_project_files(const std::vector<std::string>& arguments, std::vector<std::string> targets);

// Writes all of it to standard output. Fails with io.
Result<void> write_standard_output(std::string_view content);

}  // namespace cordon::cli
