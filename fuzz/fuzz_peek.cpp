// The peek into a package. The text up to the first line "=== path" is its package.json; each such line begins another
// file.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "check_inventory.h"
#include "inspect/conjunctions.h"
#include "inspect/manifest_confusion.h"
#include "inspect/peek.h"

using namespace cordon;
using fuzz::expect;

namespace {

std::map<std::string, std::string> files_in(std::string_view input) {
  std::map<std::string, std::string> out;
  std::string path = "package.json";
  while (true) {
    const std::size_t next = input.starts_with("=== ") ? 0 : input.find("\n=== ");
    out.emplace(path, input.substr(0, next));
    if (next == std::string_view::npos || out.size() == 16) return out;
    input.remove_prefix(next + (input[next] == '\n' ? 5 : 4));
    const std::size_t end = std::min(input.find('\n'), input.size());
    path = std::string(input.substr(0, end));
    input.remove_prefix(std::min(end + 1, input.size()));
  }
}

void check_place(const inspect::FlagPlace& place, const std::map<std::string, std::string>& files) {
  const auto file = files.find(place.path);
  if (file == files.end()) return;
  expect(place.line <= fuzz::lines_of(file->second) && place.column <= file->second.size() + 1);
  expect(fuzz::is_visible(place.excerpt));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::map<std::string, std::string> texts = files_in({reinterpret_cast<const char*>(data), size});
  std::vector<inspect::PackageFile> files;
  for (const auto& [path, text] : texts) files.push_back({path, 0644, text});
  const inspect::PeekLimits limits{.reach = {.files = 16,
                                             .commands = 32,
                                             .bytes = 1u << 20,
                                             .code = {.bytes = 1u << 16, .tokens = 20'000, .depth = 200}},
                                   .files = 15,
                                   .followed_bytes = 1u << 18,
                                   .read_bytes = 1u << 20};
  const inspect::Peek one = inspect::peek(files, limits);
  for (const inspect::Flag& flag : one.flags) {
    check_place(flag.place, texts);
    expect(fuzz::is_visible(flag.detail) && flag.at_install != flag.why.empty());
  }
  for (const inspect::NotInspected& each : one.not_inspected) expect(!each.reason.empty());
  for (const inspect::InstallFile& each : one.install_files) expect(texts.contains(each.path));
  if (files.size() <= limits.files) {
    std::ranges::reverse(files);
    const inspect::Peek other = inspect::peek(files, limits);
    expect(one.flags.size() == other.flags.size() && one.named == other.named &&
           one.not_inspected == other.not_inspected && one.install_files == other.install_files &&
           one.install_hosts == other.install_hosts);
  }
  const inspect::PreviousRelease same = inspect::previous_of(one);
  for (const auto* previous : {static_cast<const inspect::PreviousRelease*>(nullptr), &same})
    for (const inspect::Conclusion& each :
         inspect::conclude(one, {.previous = previous, .is_minor_step = true, .dependencies = {}})) {
      expect(!each.rule.empty() && !each.parts.empty() && !each.evidence.empty());
      for (const inspect::FlagPlace& place : each.evidence) check_place(place, texts);
      // Against itself nothing is new.
      if (previous != nullptr)
        expect(each.rule != "inspect.new-install-code" && each.rule != "inspect.new-install-host");
    }
  const auto itself = inspect::manifest_confusion(texts.at("package.json"), texts.at("package.json"));
  if (itself) expect(itself->empty());
  return 0;
}
