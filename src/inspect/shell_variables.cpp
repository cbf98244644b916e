#include "inspect/shell_variables.h"

#include <algorithm>

namespace cordon::inspect {
namespace {

constexpr std::size_t kMostVariables = 1'000, kMostKept = 256u << 10, kMostWords = 256;

bool is_name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

ShellVariables::ShellVariables()
    : values_({{"PWD", "."},
               {"IFS", " "},
               {"npm_node_execpath", "node"},
               {"NODE", "node"},
               {"npm_package_json", "./package.json"},
               {"npm_execpath", std::string(kNpmProgram)}}),
      left_(kMostShellBytes) {}

bool ShellVariables::assign(std::string_view word) {
  const std::size_t equals = word.find('=');
  if (equals == std::string_view::npos) return true;
  std::string value = expanded(word.substr(equals + 1));
  const auto found = values_.find(word.substr(0, equals));
  const std::size_t before = found == values_.end() ? 0 : found->second.size();
  if (kept_ - std::min(kept_, before) + value.size() > kMostKept) return false;
  if (found == values_.end() && values_.size() >= kMostVariables) return false;
  kept_ = kept_ - std::min(kept_, before) + value.size();
  if (found != values_.end()) found->second = std::move(value);
  else values_.emplace(word.substr(0, equals), std::move(value));
  return true;
}

std::string ShellVariables::expanded(std::string_view word) const {
  std::string out;
  std::size_t at = 0, brace = 0;  // brace: the next that closes, so that none is looked for twice
  // A value is put in once: what it names itself was put in when it was assigned.
  for (std::size_t dollar = word.find('$'); dollar != std::string_view::npos; dollar = word.find('$', at)) {
    out.append(word.substr(at, dollar - at));
    const bool is_braced = dollar + 1 < word.size() && word[dollar + 1] == '{';
    const std::size_t begin = dollar + (is_braced ? 2 : 1);
    std::size_t end = begin;
    while (end < word.size() && is_name_byte(word[end])) ++end;
    if (is_braced && brace < end) brace = word.find('}', end);
    const std::size_t close = is_braced ? brace : end;
    at = std::max(begin, dollar + 1);
    const std::string_view rest =
        is_braced && close != std::string_view::npos ? word.substr(end, close - end) : std::string_view();
    const auto value = values_.find(word.substr(begin, end - begin));
    const bool is_folder = rest == "%/*";  // "${npm_package_json%/*}"
    const bool is_plain = rest.empty() || is_folder || rest.starts_with(":-") || rest.starts_with('-');
    const std::size_t size = value == values_.end() ? rest.size() : value->second.size();
    if (end == begin || close == std::string_view::npos || size > left_ || !is_plain) {
      out.append(word.substr(dollar, at - dollar));
      continue;
    }
    at = is_braced ? close + 1 : end;
    left_ -= size;
    if (value != values_.end()) out.append(value->second, 0, is_folder ? value->second.rfind('/') : std::string::npos);
    else if (!rest.empty() && is_folder) out.append(word.substr(dollar, at - dollar));
    else if (!rest.empty()) out.append(rest.substr(rest.front() == ':' ? 2 : 1));
    else out.append(word.substr(dollar, at - dollar));
  }
  return out.append(word.substr(std::min(at, word.size())));
}

ShellCommand ShellVariables::expanded(const ShellCommand& command) const {
  ShellCommand out = command;
  out.words.clear();
  out.quoted.clear();
  for (std::size_t i = 0; i < command.words.size(); ++i) {
    const std::string& word = command.words[i];
    const bool is_quoted = i < command.quoted.size() && command.quoted[i];
    std::string value = word.find('$') == std::string::npos ? word : expanded(word);
    const bool is_split = word.starts_with('$') || word.find("IFS") != std::string::npos;
    const bool is_sole = !is_quoted && is_split && value != word && value.find(' ') != std::string::npos;
    for (std::size_t at = 0; is_sole && at < value.size() && out.words.size() < kMostWords;) {
      const std::size_t end = std::min(value.find(' ', at), value.size());
      if (end > at) out.words.push_back(value.substr(at, end - at));
      at = end + 1;
    }
    if (!is_sole) out.words.push_back(std::move(value));
  }
  for (auto* files : {&out.from, &out.into, &out.given})
    for (std::string& file : *files)
      if (file.find('$') != std::string::npos) file = expanded(file);
  return out;
}

}  // namespace cordon::inspect
