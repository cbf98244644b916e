#include "app/setup_record.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/file_tree.h"
#include "base/json.h"
#include "base/os/amend_file.h"
#include "base/os/private_file.h"
#include "base/sha256.h"

namespace cordon::app {
namespace {

constexpr std::string_view kSchema = "cordon.gate-setups/1";
constexpr std::uint64_t kMostBytes = 16u << 20;

Result<std::string> read_text(const std::string& path) {
  const std::filesystem::path file(path);
  const std::unique_ptr<FileTree> folder = TRY(open_directory(file.parent_path().string()));
  return folder->read(file.filename().string(), kMostBytes);
}

}  // namespace

Result<SetupRecord> SetupRecord::open(std::string path) {
  SetupRecord out;
  out.path_ = std::move(path);
  out.setups_.schema = kSchema;
  const Result<std::string> text = read_text(out.path_);
  if (!text && text.error().code == ErrorCode::not_found) return out;
  if (!text) return std::unexpected(text.error());
  const Document document = TRY_CONTEXT(json::parse(*text), "reading " + out.path_);
  TRY_CONTEXT(model::read(document.root(), out.setups_), "reading " + out.path_);
  if (out.setups_.schema != kSchema)
    return fail(ErrorCode::unsupported_version, out.path_ + " was written by another version of this program");
  return out;
}

const model::ClientFileSetUp* SetupRecord::find(std::string_view path) const {
  const auto found = std::ranges::find(setups_.files, path, &model::ClientFileSetUp::path);
  return found == setups_.files.end() ? nullptr : &*found;
}

Result<void> SetupRecord::keep(model::ClientFileSetUp file) {
  std::erase_if(setups_.files, [&](const auto& each) { return each.path == file.path; });
  setups_.files.push_back(std::move(file));
  std::ranges::sort(setups_.files, {}, &model::ClientFileSetUp::path);
  return write();
}

Result<void> SetupRecord::forget(std::string_view path) {
  std::erase_if(setups_.files, [&](const auto& each) { return each.path == path; });
  return write();
}

std::map<std::string, std::string, std::less<>> SetupRecord::registries() const {
  std::map<std::string, std::string, std::less<>> out;
  // Where files of the same gate had different registries, one that is named counts more than none.
  for (const model::ClientFileSetUp& each : setups_.files)
    if (std::string& registry = out[each.url]; registry.empty()) registry = each.registry.value_or("");
  return out;
}

Result<void> SetupRecord::write() const {
  std::string text;
  json::Writer writer(text);
  model::write(writer, setups_);
  text += '\n';
  const Result<std::string> before = read_text(path_);
  if (before) return os::amend_file(path_, sha256(*before), text, "");
  if (before.error().code != ErrorCode::not_found) return std::unexpected(before.error());
  return os::make_private_file(path_, text);
}

std::vector<ConfigChange> changes_of(const model::ClientFileSetUp& file) {
  std::vector<ConfigChange> out;
  for (const model::ClientTextChange& each : file.changes)
    out.push_back({static_cast<std::size_t>(each.at), each.removed, each.added});
  return out;
}

}  // namespace cordon::app
