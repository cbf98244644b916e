#include "inventory/npm/started_files.h"

#include <algorithm>
#include <iterator>

#include "inventory/npm/location.h"

namespace cordon::inventory::npm {
namespace {

template <std::size_t size>
bool contains(const std::string_view (&names)[size], std::string_view name) {
  return std::ranges::find(names, name) != std::end(names);
}

bool is_interpreter(std::string_view word) {
  static constexpr std::string_view kNames[] = {"node", "nodejs", "bun",    "deno",    "tsx",    "ts-node",
                                                "sh",   "bash",   "dash",   "zsh",     "python", "python2",
                                                "perl", "ruby",   "source", "python3", "coffee", "."};
  return contains(kNames, word.substr(word.rfind('/') + 1));
}

bool has_script_ending(std::string_view word) {
  static constexpr std::string_view kEndings[] = {"js", "cjs", "mjs", "ts",  "cts", "mts", "sh",  "bash",
                                                  "py", "rb",  "pl",  "ps1", "bat", "cmd", "node"};
  const std::size_t dot = word.rfind('.');
  return dot != std::string_view::npos && dot > 0 && contains(kEndings, word.substr(dot + 1));
}

// The words of a command as a shell splits it, without its quotation marks. Operators end a word, and a command.
struct Word {
  std::string text;
  bool first = false;  // of a command
};

std::vector<Word> words_of(std::string_view command) {
  std::vector<Word> words;
  bool in_word = false, first = true;
  const auto begin = [&] {
    if (!in_word) words.push_back({{}, first});
    in_word = true;
    first = false;
  };
  char quote = 0;
  for (std::size_t i = 0; i < command.size(); ++i) {
    const char c = command[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
      else words.back().text += c;
      continue;
    }
    if (c == '\'' || c == '"' || c == '`') {
      begin();
      quote = c;
    } else if (std::string_view(" \t\r\n").find(c) != std::string_view::npos) {
      in_word = false;
      first = first || c == '\n';
    } else if (std::string_view(";&|()<>").find(c) != std::string_view::npos) {
      in_word = false;
      first = c != '<' && c != '>';
    } else {
      begin();
      words.back().text += c;
    }
  }
  return words;
}

class Finder {
 public:
  std::vector<std::string> find(std::string_view command) {
    bool after_interpreter = false;
    for (const Word& word : words_of(command)) {
      const std::string_view text = word.text;
      load_calls(text);
      if (text.empty() || text.starts_with('-')) continue;
      if (word.first && is_interpreter(text)) {
        after_interpreter = true;
        continue;
      }
      if (after_interpreter && text == "run") continue;  // bun run, deno run
      const bool path = text.find('/') != std::string_view::npos || has_script_ending(text);
      const bool plain = text.find_first_of("{}()$*=:;'\" \\") == std::string_view::npos;
      if (plain && (path || after_interpreter)) add(text);
      after_interpreter = false;
    }
    return std::move(out_);
  }

 private:
  // require('./x'), import("./x"): what stands in the first quotation marks behind the bracket.
  void load_calls(std::string_view text) {
    for (const std::string_view call : {"require(", "import(", "require.resolve("})
      for (std::size_t at = text.find(call); at != std::string_view::npos; at = text.find(call, at + 1)) {
        std::string_view rest = text.substr(at + call.size());
        if (rest.empty() || std::string_view("'\"`").find(rest.front()) == std::string_view::npos) continue;
        const char quote = rest.front();
        rest.remove_prefix(1);
        const std::size_t end = rest.substr(0, kMaxLocationBytes).find(quote);
        if (end != std::string_view::npos && rest.starts_with('.')) add(rest.substr(0, end));
      }
  }

  void add(std::string_view path) {
    if (out_.size() == kMostStartedFiles || path.starts_with('/') || path.size() > kMaxLocationBytes) return;
    std::string normal = normalize_location(path);
    if (normal.empty() || normal == ".." || normal.starts_with("../")) return;
    if (std::ranges::find(out_, normal) == out_.end()) out_.push_back(std::move(normal));
  }

  std::vector<std::string> out_;
};

}  // namespace

std::vector<std::string> started_files(std::string_view command) { return Finder().find(command); }

std::vector<std::string> file_candidates(std::string_view path) {
  std::vector<std::string> out{std::string(path)};
  for (const std::string_view ending : {".js", ".cjs", ".mjs", ".ts", "/index.js"})
    out.push_back(out.front() + std::string(ending));
  return out;
}

}  // namespace cordon::inventory::npm
