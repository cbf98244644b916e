// RECORD of installed packages of Python: the input is one, and the files of a folder that it is held against.
#include <algorithm>
#include <string>

#include "input_files.h"
#include "inventory/pypi/installed_files.h"
#include "inventory/pypi/record.h"
#include "inventory/pypi/site_packages.h"
#include "inventory/pypi/startup_files.h"

using namespace cordon;
using namespace cordon::inventory;

namespace {

// Every row stands on a line of its own, in order; a line that is not blank is a row, or is named, or is inside quotes.
void check_record(std::string_view text) {
  const auto record = pypi::parse_record(text, "RECORD", {});
  if (!record) {
    fuzz::expect(!record.error().message.empty() && record.error().code != ErrorCode::internal);
    return;
  }
  std::uint32_t line = 0;
  for (const pypi::RecordRow& row : record->rows) {
    fuzz::expect(row.line > line && !row.path.empty());
    fuzz::expect(!row.sha256 || row.algorithm == "sha256");
    line = row.line;
  }
  if (text.find('"') != text.npos) return;
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  std::size_t lines = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    lines += text[i] != '\r' && text[i] != '\n' && (i == 0 || text[i - 1] == '\r' || text[i - 1] == '\n');
  fuzz::expect(lines <= record->rows.size() + record->unread.size() || record->unread.size() >= 1'000);
}

void check_difference(const pypi::FileDifference& difference, bool is_missing) {
  fuzz::expect(!difference.path.empty() && difference.line > 0);
  fuzz::expect(is_missing ? !difference.found : difference.listed && difference.listed != difference.found);
}

std::string told(const pypi::InstalledFiles& files) {
  std::string out;
  for (const pypi::PackageFiles& each : files.packages) {
    fuzz::expect(!each.changed.empty() || !each.missing.empty());
    for (const auto& difference : each.changed) check_difference(difference, false);
    for (const auto& difference : each.missing) check_difference(difference, true);
    out += each.record + std::to_string(each.changed.size()) + "-" + std::to_string(each.missing.size()) + "\n";
  }
  for (const pypi::StartupFile& each : files.unlisted) {
    fuzz::expect(pypi::is_startup_file(each.name) && (each.line > 0 || pypi::is_compiled_startup_file(each.name)));
    out += each.path + each.code + "\n";
  }
  for (const model::FileUnread& each : files.unread) {
    fuzz::expect(!each.reason.empty());
    out += each.path + each.code + each.reason + "\n";
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  fuzz::InputTree tree;
  const std::string text = fuzz::read_input(input, "lib/site-packages", tree);
  check_record(text);
  tree.add("lib/site-packages/seed-1.dist-info/METADATA", EntryKind::file, "Name: seed\nVersion: 1\n");
  tree.add("lib/site-packages/seed-1.dist-info/RECORD", EntryKind::file, text);
  const model::Registries registries;
  const ClientConfig client;
  ReadContext context;
  context.display_path = "lib/site-packages";
  context.tree = &tree;
  context.directory = "lib/site-packages";
  context.registries = &registries;
  context.client = &client;
  context.limits.bytes = 16'384;
  const auto installed = pypi::read_site_packages(tree, context.directory, context);
  if (!installed) return 0;
  const pypi::InstalledFilesLimits limits{.bytes = 65'536, .rows = 1'000};
  const auto compared = pypi::compare_installed_files(tree, context.directory, *installed, context, limits);
  const auto again = pypi::compare_installed_files(tree, context.directory, *installed, context, limits);
  fuzz::expect(compared && again && told(*compared) == told(*again));
  return 0;
}
