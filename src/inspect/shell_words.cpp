// What the words of a command say: its program, and what only starts it.
#include <algorithm>
#include <array>
#include <cstdint>

#include "base/percent.h"
#include "inspect/paths.h"
#include "inspect/shell.h"
#include "inspect/words.h"

namespace cordon::inspect {
namespace {

// A length of time or a priority, which what starts a program takes before it: "5", "0.5s".
bool is_amount(std::string_view word) {
  if (word.size() > 1 && std::string_view("smhd").find(word.back()) != std::string_view::npos) word.remove_suffix(1);
  return !word.empty() && word.find_first_not_of("0123456789.") == std::string_view::npos;
}

// Options of "start", which a shell of Windows has: "/b", "/wait".
bool is_start_option(std::string_view word) {
  return word.empty() || (word.front() == '/' && word.find('/', 1) == std::string_view::npos);
}

// Letters behind which a word of letters goes on as the value of the last: "-fsSLo" of curl.
constexpr std::string_view kCurlValues = "AbcCdDeEFhHKmoPQrtTuUwxXyYzZ", kWgetValues = "aoeiBtOTwQPlARDIXU";
constexpr std::array kOutputOptions =
    std::to_array<std::string_view>({"--output", "--output-document", "-outfile", "--out", "-destination"});
constexpr std::array kFolderOptions = std::to_array<std::string_view>({"--output-dir", "--directory-prefix", "--dir"});

struct OptionValue {
  char is = 0;  // o: a file, P: a folder
  std::string_view value;
  bool is_next = false;  // the value is the word behind
};

OptionValue long_option(std::string_view word) {
  const std::size_t equals = word.find('=');
  std::string name(word.substr(0, equals));
  std::ranges::transform(name, name.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  const char is = words::is_one_of(name, kOutputOptions) ? 'o' : words::is_one_of(name, kFolderOptions) ? 'P' : '\0';
  if (equals == std::string_view::npos) return {is, {}, is != 0};
  return {is, word.substr(equals + 1), false};
}

OptionValue output_option(std::string_view word, std::string_view program) {
  if (word.size() < 2 || word.front() != '-') return {};
  const bool is_wget = program == "wget", is_aria = program == "aria2c";
  if (word[1] == '-' || (!is_wget && !is_aria && word.size() > 3 && long_option(word).is != 0))
    return long_option(word);
  const std::string_view valued = is_wget ? kWgetValues : kCurlValues;
  for (std::size_t i = 1; i < word.size(); ++i) {
    if (valued.find(word[i]) == std::string_view::npos) continue;
    const char is = word[i] == (is_wget ? 'O' : 'o')                           ? 'o'
                    : word[i] == (is_wget ? 'P' : 'd') && (is_wget || is_aria) ? 'P'
                                                                               : '\0';
    return {is, word.substr(i + 1), is != 0 && i + 1 == word.size()};
  }
  return {};
}

std::string_view name_in_address(std::string_view address) {
  address = address.substr(0, address.find_first_of("?#"));
  const std::size_t host = address.find("://");
  const std::size_t slash = address.rfind('/');
  return host == std::string_view::npos || slash <= host + 2 ? std::string_view() : address.substr(slash + 1);
}

}  // namespace

std::string as_word(std::string_view word) {
  if (!word.empty() && word.find_first_of(" \t\r\n;|&<>()\"'`#") == std::string_view::npos) return std::string(word);
  std::string out = "'";
  for (const char c : word) out.append(c == '\'' ? "'\\''" : std::string_view(&c, 1));
  return out + "'";
}

std::string text_of_data(std::string_view address) {
  const std::size_t comma = std::min(address.find(','), address.size());
  const bool is_base64 = address.substr(0, comma).ends_with(";base64");
  address.remove_prefix(std::min(comma + 1, address.size()));
  static constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (!is_base64) return percent_decoded(address);
  std::string out;
  std::uint32_t bits = 0, count = 0;
  for (const char c : address) {
    const std::size_t value = kDigits.find(c == '-' ? '+' : c == '_' ? '/' : c);
    if (value == std::string_view::npos) continue;
    bits = (bits << 6 | static_cast<std::uint32_t>(value)) & 0xFFFF;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> count & 0xFF);
  }
  return out;
}

bool is_known_program(std::string_view word) {
  const std::string program = program_of(word);
  return words::is_one_of(program, words::kInterpreters) || words::is_one_of(program, words::kDownloaders) ||
         words::is_one_of(program, words::kPackageClients);
}

std::vector<std::string> outputs_of(const std::vector<std::string_view>& words, std::string_view program,
                                    bool addressed) {
  std::vector<std::string> out;
  std::string folder;
  const auto add = [&](std::string_view name) {
    if (name.empty() || name == "-") return;
    out.emplace_back(name);
    std::ranges::replace(out.back(), '\\', '/');
  };
  for (std::size_t i = 1; i < words.size(); ++i) {
    OptionValue found = output_option(words[i], program);
    if (found.is_next && i + 1 < words.size()) found.value = words[++i];
    if (found.is == 'o') add(found.value);
    else if (found.is == 'P') folder = found.value;
    if (!addressed || found.is != 0) continue;
    for (const std::string_view address : addresses_in(words[i])) {
      add(name_in_address(address));
      if (address.find('?') != std::string_view::npos) add(address.substr(address.rfind('/') + 1));
    }
  }
  if ((program == "certutil" || program == "bitsadmin") && words.size() > 2) add(words.back());
  while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
  if (!folder.empty() && folder.size() * out.size() < kMostShellBytes)
    for (std::string& name : out)
      if (!name.starts_with('/')) name = folder + "/" + name;
  return out;
}

bool is_assignment(std::string_view word) {
  const std::size_t equals = word.find('=');
  return equals != std::string_view::npos && equals > 0 && std::ranges::all_of(word.substr(0, equals), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
         });
}

std::string program_of(std::string_view word) {
  word.remove_prefix(std::min(
      word.size(), word.find_last_of("/\\") == std::string_view::npos ? std::size_t{0} : word.find_last_of("/\\") + 1));
  std::string out(word);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  for (const std::string_view ending : {".exe", ".cmd", ".bat"})
    if (out.ends_with(ending) && out.size() > ending.size()) out.resize(out.size() - ending.size());
  if (const std::size_t at = out.find('@'); at != std::string::npos && at > 0) out.resize(at);
  return out;
}

std::vector<std::string_view> started_by(const ShellCommand& command) {
  std::size_t first = 0;
  bool after_starter = false, after_start = false;
  for (; first < command.words.size(); ++first) {
    const std::string& word = command.words[first];
    const std::string program = program_of(word);
    const bool is_last = first + 1 == command.words.size();
    if (words::is_one_of(program, words::kStarters)) after_starter = true, after_start = program == "start";
    else if (!is_assignment(word) && !(after_starter && !is_last && (word.starts_with('-') || is_amount(word))) &&
             !(after_start && !is_last && is_start_option(word)))
      break;
  }
  // An option of what starts it may have a word of its own: "sudo -u nobody node x.js".
  if (after_starter && first < command.words.size() && command.words[first - 1].starts_with('-') &&
      !is_known_program(command.words[first]))
    for (std::size_t i = first + 1; i < std::min(first + 3, command.words.size()); ++i)
      if (is_known_program(command.words[i])) {
        first = i;
        break;
      }
  // "env" alone prints it, and so does "env -0".
  const bool is_option = first > 0 && first + 1 == command.words.size() && command.words[first].starts_with('-');
  if ((first == command.words.size() && first > 0) || is_option) first = 0;
  std::vector<std::string_view> out;
  for (std::size_t i = first; i < command.words.size(); ++i) out.emplace_back(command.words[i]);
  return out;
}

}  // namespace cordon::inspect
