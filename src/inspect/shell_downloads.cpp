// The reader's part that knows what a command fetches, and what it gives away.
#include <algorithm>
#include <utility>

#include "inspect/paths.h"
#include "inspect/shell_reader.h"
#include "inspect/words.h"

namespace cordon::inspect {
namespace {

using words::is_one_of;

constexpr std::size_t kMostDownloaded = 16'384, kMostAddresses = 16'384, kMostMoved = 64;

bool names_secret(std::string_view word) { return !path_in(word, words::kSecretPaths).empty(); }

bool is_powershell(std::string_view program) {
  return program == "powershell" || program == "pwsh" || program == "iex" || program == "invoke-expression";
}

// Whether a text has the word, and not only as a part of another one.
bool has_word(std::string_view text, std::string_view word) {
  const auto is_part = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-'; };
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_part(text[at - 1])) && (end == text.size() || !is_part(text[end]))) return true;
  }
  return false;
}

template <std::size_t size>
bool has_one_of(std::string_view text, const std::array<std::string_view, size>& list) {
  return std::ranges::any_of(list, [&](std::string_view word) { return has_word(text, word); });
}

bool is_encoded(std::string_view word) {
  const std::string is = lower(word);
  return is.starts_with("-enc") || is == "-e" || is == "-ec" || is == "-en";
}

// A call of PowerShell is one text, however its words were split.
std::string as_one(const std::vector<std::string_view>& words) {
  std::string out;
  for (const std::string_view word : words) out.append(out.empty() ? "" : " ").append(lower(word));
  return out;
}

bool has_address(const std::vector<std::string_view>& words) {
  return std::ranges::any_of(words, [](std::string_view word) { return word.find("://") != std::string_view::npos; });
}

// Addresses without their scheme, as downloaders take them: "a.example/x".
std::vector<std::string> bare_addresses(const std::vector<std::string_view>& words) {
  constexpr std::string_view kAround = " \t\n'\"|;,()";
  std::vector<std::string> out;
  for (std::size_t i = 1; i < words.size(); ++i)
    for (std::string_view left = words[i]; !left.empty();) {
      const std::string_view each = left.substr(0, left.find_first_of(kAround));
      left.remove_prefix(std::min(each.size() + 1, left.size()));
      const std::size_t slash = each.find('/');
      if (slash != std::string_view::npos && is_host(each.substr(0, slash)))
        out.push_back("https://" + std::string(each));
    }
  return out;
}

// "x.exe" of "….DownloadFile('https://…','x.exe')", as PowerShell writes it.
std::string file_in_call(const std::vector<std::string_view>& words) {
  std::string text;
  for (const std::string_view word : words) text.append(word).append(" ");
  const std::size_t call = lower(text).find("downloadfile(");
  const std::size_t end = call == std::string::npos ? call : text.find(')', call);
  const std::size_t comma = end == std::string::npos ? end : text.rfind(',', end);
  if (comma == std::string::npos || comma < call) return {};
  std::string_view name = std::string_view(text).substr(comma + 1, end - comma - 1);
  const auto is_around = [](char c) { return c == ' ' || c == '\'' || c == '"'; };
  while (!name.empty() && is_around(name.front())) name.remove_prefix(1);
  while (!name.empty() && is_around(name.back())) name.remove_suffix(1);
  return std::string(name);
}

// A connection that bash opens for a path, but one to this machine.
bool is_connection(std::string_view path) {
  if (!path.starts_with("/dev/tcp/") && !path.starts_with("/dev/udp/")) return false;
  path.remove_prefix(9);
  return !path.starts_with("localhost/") && !path.starts_with("127.") && !path.starts_with("::1/");
}

}  // namespace

bool is_download(std::string_view program, const std::vector<std::string_view>& words) {
  if (is_powershell(program))
    return std::ranges::any_of(words, is_encoded) || has_one_of(as_one(words), words::kPowershellFetches);
  if (program == "certutil")
    return std::ranges::any_of(words, [](std::string_view word) {
      return word.find("urlcache") != std::string_view::npos || word.find("decode") != std::string_view::npos;
    });
  if (program == "regsvr32" || program == "msiexec") return has_address(words);
  return is_one_of(program, words::kDownloaders) && words.size() > 1;
}

void ShellReader::download(const ShellCommand& command, const Words& words, std::string_view program) {
  add(FlagKind::shell_download, text_of(command));
  flow_.fetches = true;
  std::vector<std::string> addresses;
  for (const std::string_view word : words)
    for (const std::string_view address : addresses_in(word)) addresses.emplace_back(address);
  if (addresses.empty()) addresses = bare_addresses(words);
  for (std::string& address : addresses) {
    if (out_.addresses.size() < kMostAddresses) out_.addresses.push_back(std::move(address));
    else out_.is_complete = false;
  }
  downloaded(outputs_of(words, program, true));
  if (is_powershell(program)) powershell(command, words);
  if (is_one_of(program, words::kDownloadingStarters)) add(FlagKind::download_and_run, text_of(command), RunHow::shell);
  sent(command, words);
}

void ShellReader::downloaded(const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    if (downloaded_.size() < kMostDownloaded) downloaded_.insert(plain_path(file));
    else out_.is_complete = false;
  }
}

bool ShellReader::is_downloaded(std::string_view word) const {
  return !downloaded_.empty() && downloaded_.contains(plain_path(word));
}

// What was fetched is it under its new name, too; what that names may be a folder.
void ShellReader::moved(const Words& words) {
  std::size_t found = 0;
  for (std::size_t i = 1; i + 1 < words.size() && found < kMostMoved; ++i) {
    if (!is_downloaded(words[i])) continue;
    ++found;
    std::string to = plain_path(words.back()), name = plain_path(words[i]);
    if (const std::size_t slash = name.rfind('/'); slash != std::string::npos) name.erase(0, slash + 1);
    while (to.size() > 1 && to.ends_with('/')) to.pop_back();
    downloaded({to, to == "." ? name : to + "/" + name});
  }
}

// Whether commands in a command print what they fetch. The files that they write are known to what follows.
bool ShellReader::fetches(std::string_view text) {
  bool is_complete = true, prints = false;
  for (const ShellCommand& each : split_shell(text, is_complete, limits_)) {
    const Words words = started_by(each);
    if (words.empty()) continue;
    const std::string program = program_of(words.front());
    if (!is_download(program, words)) continue;
    prints = prints || (each.into.empty() && outputs_of(words, program, false).empty());
    downloaded(outputs_of(words, program, true));
    downloaded(each.into);
  }
  return prints;
}

void ShellReader::powershell(const ShellCommand& command, const Words& words) {
  if (std::ranges::any_of(words, is_encoded)) add(FlagKind::encoded_payload, text_of(command));
  if (has_one_of(as_one(words), words::kPowershellRuns))
    add(FlagKind::download_and_run, text_of(command), RunHow::shell);
  if (std::string file = file_in_call(words); !file.empty()) downloaded({std::move(file)});
  const std::string program = program_of(words.front());
  if (program.starts_with('p')) interpreter(command, words, program);
}

bool ShellReader::is_secret_file(std::string_view word) const {
  return !secret_files_.empty() && secret_files_.contains(plain_path(word));
}

// Secrets that a request takes along: as a file, as its input, or put into its words.
void ShellReader::sent(const ShellCommand& command, const Words& words) {
  bool gives = substituted_secrets_ && has_hole(words);
  for (std::size_t i = 1; i < words.size() && !gives; ++i) {
    const std::string_view word = words[i], before = words[i - 1];
    const bool is_file = word.find('@') != std::string_view::npos || before == "-T" || before == "--upload-file" ||
                         before == "--post-file" || before == "--body-file" || word.starts_with("-T") ||
                         word.starts_with("--upload-file=") || word.starts_with("--post-file=") ||
                         word.starts_with("--body-file=");
    const std::size_t at = word.find_last_of("@=");
    gives = is_file && (names_secret(word) || is_secret_file(word) ||
                        is_secret_file(word.substr(at == std::string_view::npos ? 0 : at + 1)));
  }
  gives = gives || input_.secrets || input_.environment ||
          std::ranges::any_of(command.from,
                              [&](const std::string& file) { return names_secret(file) || is_secret_file(file); });
  if (gives) add(FlagKind::secrets_sent, text_of(command));
}

// A shell that somebody else gives its commands.
void ShellReader::connected(const ShellCommand& command, const Words& words, std::string_view program) {
  const bool is_shell = is_one_of(program, words::kShells);
  const bool connects = std::ranges::any_of(words, is_connection) || std::ranges::any_of(command.into, is_connection) ||
                        std::ranges::any_of(command.from, is_connection);
  const bool reads = is_shell || program == "eval" || program == "while" || program == "read";
  if ((connects && is_shell) || (is_connected_ && reads))
    add(FlagKind::download_and_run, text_of(command), RunHow::shell);
  if (connects && program == "exec") is_connected_ = true;
  if (is_shell) flow_.by_shell = true;
  if (!is_one_of(program, words::kPipesToOthers)) return;
  bool runs = input_.by_shell;
  for (std::size_t i = 1; i < words.size() && !runs; ++i) {
    const bool is_option = words[i].starts_with('-') && (words[i].ends_with('e') || words[i].ends_with('c') ||
                                                         words[i] == "--exec" || words[i] == "--sh-exec");
    runs = is_option && i + 1 < words.size() && is_one_of(program_of(words[i + 1]), words::kShells);
    const std::string is = lower(words[i]);
    runs = runs || is.starts_with("exec:") || is.starts_with("system:");
  }
  if (runs) add(FlagKind::download_and_run, text_of(command), RunHow::shell);
  flow_.fetches = true;
  sent(command, words);
}

}  // namespace cordon::inspect
