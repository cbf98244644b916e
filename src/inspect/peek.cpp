#include "inspect/peek.h"

#include <algorithm>
#include <tuple>

#include "base/sha256.h"
#include "inspect/paths.h"
#include "inspect/text_facts.h"
#include "javascript/named_packages.h"

namespace cordon::inspect {
namespace {

using javascript::NamingKind;

bool is_native_source(std::string_view path) {
  for (const std::string_view ending :
       {".c", ".cc", ".cpp", ".cxx", ".m", ".mm", ".rs", ".go", ".h", ".hpp", ".S", ".asm"})
    if (path.ends_with(ending)) return true;
  return false;
}

// Bytes that begin what nobody sees; text that has fewer of them cannot hold such a literal.
bool may_be_invisible(std::string_view text) {
  std::uint32_t seen = 0;
  for (std::size_t at = text.find_first_of("\xEF\xEE\xF3\xE2"); at != std::string_view::npos && seen < kLeastInvisible;
       at = text.find_first_of("\xEF\xEE\xF3\xE2", at + 1))
    ++seen;
  return seen >= kLeastInvisible && invisible_in(text) >= kLeastInvisible;
}

bool may_override_wallets(std::string_view text) {
  return (text.find("ethereum") != std::string_view::npos || text.find("solana") != std::string_view::npos ||
          text.find("XMLHttpRequest.prototype") != std::string_view::npos ||
          text.find("window.fetch") != std::string_view::npos) &&
         text.find("bc1") != std::string_view::npos;
}

bool is_of_whole_package(FlagKind kind) {
  return kind == FlagKind::invisible_text || kind == FlagKind::eval_of_decoded || kind == FlagKind::wallet_override ||
         kind == FlagKind::address_list || kind == FlagKind::hidden_by_blanks;
}

class Reader {
 public:
  Reader(std::span<const PackageFile> files, const PeekLimits& limits)
      : all_(files.subspan(0, std::min<std::size_t>(files.size(), limits.files))), limits_(limits), index_(all_) {
    if (all_.size() < files.size()) skip("", "too_many", std::to_string(files.size() - all_.size()) + " files", true);
  }

  Peek run() {
    out_.counts.files = static_cast<std::uint32_t>(index_.files().size());
    manifest();
    if (out_.manifest) reached();
    for (const auto& [path, file] : index_.files()) shipped(*file);
    finish();
    return std::move(out_);
  }

 private:
  void skip(std::string_view path, std::string_view reason, std::string_view detail, bool at_install) {
    out_.not_inspected.push_back(
        {std::string(path), std::string(reason), std::string(detail.substr(0, 200)), at_install});
  }

  void manifest() {
    const PackageFile* file = index_.find("package.json");
    if (file == nullptr) return skip("package.json", "no_manifest", "", false);
    auto read = read_package_manifest(file->content);
    if (!read) return skip("package.json", to_string(read.error().code), read.error().message, true);
    own_ = own_hosts(read->repository, read->homepage);
    out_.manifest = std::move(*read);
    for (const Script& script : out_.manifest->scripts)
      if (is_install_event(script.name)) javascript::add_words(script.text, out_.named);
    for (const std::string& name : out_.manifest->imported_names)
      if (const std::string_view package = javascript::package_of(name); !package.empty()) out_.named.emplace(package);
    for (const std::string& entry : out_.manifest->entries) entries_.insert(path_from("", entry));
  }

  void reached() {
    const InstallReachable set = reach(*out_.manifest, index_, own_, limits_.reach);
    for (const ReachedCommand& each : set.commands) {
      out_.commands.push_back({each.source, each.why.front(), each.text, each.path, each.line});
      take(flags_of_command(each.path, each.line, each.text, own_), each.why, each.source == CommandSource::gyp);
      for (const std::string& program : each.reading.programs) programs_.insert(program);
      for (const std::string& address : each.reading.addresses) hosts_.insert(host_of(address));
    }
    for (const ReachedCode& each : set.code) {
      const CodeFacts& facts = each.facts;
      if (!facts.is_complete) skip(each.path, facts.limit, each.code, true);
      std::vector<Flag> flags = flags_of_code(each.path, each.code, facts);
      for (Flag& flag : flags) flag.place.line = each.line, flag.place.column = each.line == 0 ? 0 : 1;
      hosts_.insert(facts.hosts.begin(), facts.hosts.end());
      take(std::move(flags), each.why, each.by_gyp);
    }
    for (const ReachedFile& each : set.files) file(each);
    for (const NotFollowed& each : set.not_followed) skip(each.path, each.reason, each.name, true);
  }

  void take(std::vector<Flag>&& flags, const std::vector<std::string>& why, bool by_gyp) {
    for (Flag& flag : flags) {
      flag.at_install = true;
      flag.by_gyp = by_gyp;
      flag.why = why;
      out_.flags.push_back(std::move(flag));
    }
  }

  // One that runs at installation.
  void file(const ReachedFile& each) {
    const std::string path(each.file->path);
    const std::string_view text = each.file->content;
    out_.install_files.push_back({path, sha256_hex(text), each.by_gyp});
    if (each.language == FileLanguage::native)
      return skip(path, "native", "a program that runs when it is installed", true);
    if (each.language == FileLanguage::other_script) return skip(path, "language", "", true);
    if (each.language == FileLanguage::javascript && !each.facts) return skip(path, "too_large", "", true);
    out_.counts.followed_bytes += text.size();
    ++out_.counts.followed_files;
    followed_.insert(each.file->path);
    if (each.language == FileLanguage::shell) return take(flags_of_command(path, 1, text, own_), each.why, each.by_gyp);
    const CodeFacts& facts = *each.facts;
    if (!facts.is_complete) skip(path, facts.limit, "", true);
    hosts_.insert(facts.hosts.begin(), facts.hosts.end());
    take(flags_of_code(path, text, facts), each.why, each.by_gyp);
  }

  // Any of the package, whether or not it runs at installation.
  void shipped(const PackageFile& file) {
    if (is_native_source(file.path)) ++out_.counts.native_sources;
    if (file.path == "package.json" || file.path.find("node_modules/") != std::string_view::npos) return;
    const NamingKind kind = javascript::naming_of(file.path);
    const bool is_entry = entries_.contains(file.path);
    if (kind == NamingKind::none && !is_entry) return;
    const bool is_binary = file.content.substr(0, 4'096).find('\0') != std::string_view::npos;
    if (kind != NamingKind::code && is_binary) return;
    if (out_.counts.code_bytes + file.content.size() > limits_.read_bytes)
      return skip(file.path, "too_large", "", false);
    out_.counts.code_bytes += file.content.size();
    ++out_.counts.code_files;
    if (kind == NamingKind::styles) return javascript::add_named_by_styles(file.content, out_.named);
    if (kind == NamingKind::gyp) return javascript::add_named_by_gyp(file.content, out_.named);
    javascript::add_named(file.content, out_.named);
    if (followed_.contains(file.path) || language_of(file) != FileLanguage::javascript) return;
    if (may_be_invisible(file.content) || may_override_wallets(file.content)) follow_shipped(file);
  }

  void follow_shipped(const PackageFile& file) {
    if (out_.counts.followed_bytes + file.content.size() > limits_.followed_bytes)
      return skip(file.path, "too_large", "", false);
    out_.counts.followed_bytes += file.content.size();
    ++out_.counts.followed_files;
    const CodeFacts facts = read_code(file.content, own_, limits_.reach.code);
    if (!facts.is_complete) skip(file.path, facts.limit, "", false);
    for (Flag& flag : flags_of_code(file.path, file.content, facts))
      if (is_of_whole_package(flag.kind)) out_.flags.push_back(std::move(flag));
  }

  void finish() {
    hosts_.erase("");
    out_.install_hosts.assign(hosts_.begin(), hosts_.end());
    out_.install_programs.assign(programs_.begin(), programs_.end());
    // One that two languages are read in stands there once.
    std::ranges::sort(out_.install_files, [](const InstallFile& a, const InstallFile& b) {
      return std::tie(a.path, b.by_gyp) < std::tie(b.path, a.by_gyp);
    });
    const auto [same, files_end] = std::ranges::unique(out_.install_files, {}, &InstallFile::path);
    out_.install_files.erase(same, files_end);
    std::ranges::stable_sort(out_.flags, [](const Flag& a, const Flag& b) {
      return std::tie(a.place.path, a.place.line, a.place.column, a.kind, a.how, a.host, a.detail) <
             std::tie(b.place.path, b.place.line, b.place.column, b.kind, b.how, b.host, b.detail);
    });
    std::ranges::sort(out_.not_inspected, [](const NotInspected& a, const NotInspected& b) {
      return std::tie(a.path, a.reason, a.detail, a.at_install) < std::tie(b.path, b.reason, b.detail, b.at_install);
    });
    const auto [first, last] = std::ranges::unique(out_.not_inspected);
    out_.not_inspected.erase(first, last);
  }

  std::span<const PackageFile> all_;
  const PeekLimits& limits_;
  PackageIndex index_;
  OwnHosts own_;
  std::set<std::string, std::less<>> entries_, hosts_, programs_;
  std::set<std::string_view> followed_;
  Peek out_;
};

}  // namespace

bool is_unread_install_code(const NotInspected& each) {
  if (!each.at_install) return false;
  const std::string_view reason = each.reason;
  return reason != "missing" && reason != "computed" && reason != "outside" && reason != "native" &&
         reason != "language";
}

Peek peek(std::span<const PackageFile> files, const PeekLimits& limits) { return Reader(files, limits).run(); }

}  // namespace cordon::inspect
