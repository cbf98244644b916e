#include "app/repro.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "base/json_write.h"

namespace cordon::app {
namespace {

class RecordingTree final : public FileTree {
 public:
  RecordingTree(std::unique_ptr<FileTree> inner, const Target& target, ReproLog& log)
      : inner_(std::move(inner)), target_(target), log_(log) {}
  Result<std::vector<DirectoryEntry>> list(std::string_view path) const override { return inner_->list(path); }
  Result<FileInfo> info(std::string_view path) const override { return inner_->info(path); }
  Result<std::string> read_link(std::string_view path) const override { return inner_->read_link(path); }
  Result<std::string> read(std::string_view path, std::uint64_t max_bytes) const override {
    Result<std::string> bytes = inner_->read(path, max_bytes);
    if (bytes) log_.add(target_.display(path), *bytes);
    return bytes;
  }

 private:
  std::unique_ptr<FileTree> inner_;
  const Target& target_;
  ReproLog& log_;
};

bool may_hold_credentials(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return name == ".npmrc" || name == ".yarnrc.yml" || name == ".yarnrc" || name == "bunfig.toml" ||
         name == ".bunfig.toml";
}

// Below inputs/, without anything that would lead out of the folder it is unpacked in.
std::string archive_path(std::string_view path) {
  std::string out = "inputs";
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, slash);
    path.remove_prefix(std::min(slash + 1, path.size()));
    if (part.empty() || part == ".") continue;
    out += "/" + (part == ".." ? std::string("__up__") : std::string(part));
  }
  return out;
}

// One member (POSIX.1-1988 ustar). Names too long for ustar get a pax header (POSIX.1-2001) in front.
void append_member(std::string& tar, const std::string& name, std::string_view content, char type = '0') {
  if (name.size() > 100) {
    std::string record;
    for (std::size_t length = name.size() + 9;;) {
      record = fmt::format("{} path={}\n", length, name);
      if (record.size() == length) break;
      length = record.size();
    }
    append_member(tar, "pax", record, 'x');
  }
  std::array<char, 512> header{};
  const auto put = [&](std::size_t at, std::string_view text, std::size_t room) {
    std::memcpy(&header[at], text.data(), std::min(text.size(), room));
  };
  put(0, name, 100);
  put(100, "0000644", 8);
  put(108, "0000000", 8);
  put(116, "0000000", 8);
  put(124, fmt::format("{:011o}", content.size()), 12);
  put(136, "00000000000", 12);
  put(148, "        ", 8);
  header[156] = type;
  put(257, std::string_view("ustar\00000", 8), 8);
  unsigned sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  put(148, fmt::format("{:06o}", sum), 6);
  header[154] = '\0';
  tar.append(header.data(), header.size());
  tar.append(content);
  tar.append((512 - content.size() % 512) % 512, '\0');
}

}  // namespace

void ReproLog::add(std::string path, std::string_view bytes) {
  const std::lock_guard lock(mutex_);
  files_[std::move(path)] = bytes;
}

std::map<std::string, std::string> ReproLog::take() {
  const std::lock_guard lock(mutex_);
  return std::move(files_);
}

std::unique_ptr<FileTree> record_reads(std::unique_ptr<FileTree> tree, const Target& target, ReproLog& log) {
  return std::make_unique<RecordingTree>(std::move(tree), target, log);
}

std::string repro_archive(ReproLog& log, std::string_view version, const model::ScanReport& report) {
  std::string tar, left_out;
  for (const auto& [path, bytes] : log.take()) {
    if (may_hold_credentials(path))
      left_out += fmt::format("{} ({} bytes, may hold credentials)\n", path, bytes.size());
    else append_member(tar, archive_path(path), bytes);
  }
  std::string json;
  json::Writer writer(json);
  write(writer, report);
  append_member(tar, "report.json", json + "\n");
  append_member(tar, "version.txt", fmt::format("cordon {}\n", version));
  append_member(tar, "left-out.txt", left_out);
  tar.append(1024, '\0');
  return tar;
}

}  // namespace cordon::app
