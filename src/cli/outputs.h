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
  // Creates the file, or opens it without emptying it: an old result stays until a new one is there.
  static Result<OutputFile> open(const std::string& path);
  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile();
  // Replaces the content. Fails with io.
  Result<void> write(std::string_view content);

 private:
  explicit OutputFile(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
  int descriptor_;
  std::string path_;
};

struct Output {
  std::string format;
  OutputFile file;
};

// "FORMAT=FILE" of each argument, with the format held against `formats`.
Result<std::vector<Output>> open_outputs(const std::vector<std::string>& arguments,
                                         const std::vector<std::string_view>& formats);

// Writes all of it to standard output. Fails with io.
Result<void> write_standard_output(std::string_view content);

}  // namespace cordon::cli
