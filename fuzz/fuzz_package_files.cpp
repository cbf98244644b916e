// What the files of a release say: the first file is its package.json (input_files.h), the others its code.
#include <string>

#include "change/package_facts.h"
#include "input_files.h"

using namespace cordon;
using fuzz::expect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  fuzz::InputTree tree;
  tree.add("package/package.json", EntryKind::file, fuzz::read_input(input, "package", tree));
  const change::PackageLimits limits{.files = 100, .file_bytes = 1u << 20, .bytes = 4u << 20, .depth = 8};
  if (const auto facts = change::read_package(tree, "package", limits)) {
    expect(facts->code_files <= limits.files && facts->scripts.size() <= 4);
    for (const change::PackageScript& script : facts->scripts) expect(!script.event.empty());
  }
  std::set<std::string, std::less<>> named, again;
  change::add_named(input, named);
  // A name that is found stands in the code, between quotes or in front of a path.
  for (const std::string& name : named) expect(!name.empty() && input.find(name) != std::string_view::npos);
  change::add_named("'zqxwv'" + std::string(input), again);
  for (const std::string& name : named) expect(again.contains(name));
  return 0;
}
