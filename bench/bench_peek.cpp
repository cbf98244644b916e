// What the peek concludes of real packages, and how long it takes: for bench/peek.py, which fetches them.
//
//   bench_peek FOLDER [--flags]   every .tgz of the folder: a line for each conclusion above "inform", then the sums;
//                                 with --flags a line for each flag, too
//   bench_peek                    the lexer alone over code that is made up
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "archive/inflate.h"
#include "archive/tar_read.h"
#include "inspect/conjunctions.h"
#include "inspect/peek.h"
#include "javascript/lexer.h"

namespace {

using namespace cordon;

// Of this process: other work of the machine does not count.
double cpu_milliseconds() { return 1e3 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

struct Sums {
  std::vector<double> times;  // of the peek alone, in milliseconds of CPU
  std::map<std::string, int> verdicts;
  double lexer_ms = 0;
  std::uint64_t lexer_bytes = 0;
  int scripted = 0, unread = 0, incomplete = 0;
};

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Without the first folder, whatever its name, as npm unpacks.
std::string_view without_root(std::string_view path) {
  if (path.starts_with("./")) path.remove_prefix(2);
  const std::size_t slash = path.find('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
}

void lex(std::string_view code, Sums& sums) {
  const double begin = cpu_milliseconds();
  javascript::Lexer lexer(code);
  std::uint64_t tokens = 0;
  while (lexer.next().kind != javascript::TokenKind::end) ++tokens;
  sums.lexer_ms += cpu_milliseconds() - begin;
  sums.lexer_bytes += code.size();
  if (tokens > code.size() + 1) std::cout << "more tokens than bytes\n";
}

void one(const std::filesystem::path& path, bool with_flags, Sums& sums) {
  const Result<std::string> tar = archive::gunzip(read_file(path), 1u << 30);
  if (!tar) {
    ++sums.unread;
    return;
  }
  const archive::TarList list = archive::read_tar(*tar);
  std::vector<inspect::PackageFile> files;
  for (const archive::TarEntry& entry : list.entries)
    if (entry.kind == archive::TarKind::file) files.push_back({without_root(entry.path), entry.mode, entry.content});
  const double begin = cpu_milliseconds();
  const inspect::Peek peek = inspect::peek(files);
  const std::vector<inspect::Conclusion> conclusions = inspect::conclude(peek);
  sums.times.push_back(cpu_milliseconds() - begin);
  for (const inspect::PackageFile& file : files)
    if (file.path.ends_with(".js")) lex(file.content, sums);
  const std::string name = path.filename().string();
  inspect::Tier tier = inspect::Tier::inform;
  for (const inspect::Conclusion& each : conclusions) {
    tier = std::max(tier, each.tier);
    if (each.tier == inspect::Tier::inform) continue;
    std::cout << to_string(each.tier) << '\t' << name << '\t' << each.rule;
    for (const std::string& part : each.parts) std::cout << " | " << part;
    std::cout << '\t' << each.evidence.front().path << ':' << each.evidence.front().line << ' '
              << each.evidence.front().excerpt << '\n';
  }
  // What the gate holds for it.
  for (const inspect::NotInspected& each : peek.not_inspected) {
    if (!inspect::is_unread_install_code(each)) continue;
    tier = inspect::Tier::block;
    std::cout << "block\t" << name << "\tnot-examined | " << each.reason << '\t' << each.path << ' ' << each.detail
              << '\n';
    break;
  }
  ++sums.verdicts[conclusions.empty() && tier == inspect::Tier::inform ? "nothing" : std::string(to_string(tier))];
  sums.scripted += peek.runs_at_install() ? 1 : 0;
  sums.incomplete += peek.not_inspected.empty() ? 0 : 1;
  if (!with_flags) return;
  for (const inspect::Flag& flag : peek.flags)
    std::cout << "flag\t" << name << '\t' << to_string(flag.kind) << ' ' << to_string(flag.how) << ' '
              << to_string(flag.host) << '\t' << flag.detail << '\t' << flag.place.path << ':' << flag.place.line
              << '\t' << flag.place.excerpt << '\n';
  for (const inspect::NotInspected& each : peek.not_inspected)
    std::cout << "not\t" << name << '\t' << each.path << '\t' << each.reason << '\t' << each.detail << '\n';
}

void made_up(Sums& sums) {
  std::string code;
  for (int i = 0; i < 200'000; ++i)
    code +=
        "const value" + std::to_string(i) + " = list.map((each) => each.size + 'text of a literal'); // a comment\n";
  lex(code, sums);
}

}  // namespace

int main(int count, char** arguments) {
  Sums sums;
  const bool has_folder = count > 1 && arguments[1][0] != '-';
  if (has_folder) {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(arguments[1]))
      if (entry.path().extension() == ".tgz") paths.push_back(entry.path());
    std::ranges::sort(paths);
    for (const auto& path : paths) one(path, count > 2, sums);
  } else {
    made_up(sums);
  }
  std::ranges::sort(sums.times);
  if (!sums.times.empty()) {
    std::printf("packages %zu, of which %d run something at installation, %d unread, %d with something not inspected\n",
                sums.times.size(), sums.scripted, sums.unread, sums.incomplete);
    for (const auto& [verdict, packages] : sums.verdicts) std::printf("  %s %d\n", verdict.c_str(), packages);
    std::printf("peek: median %.2f ms, p99 %.2f ms, most %.2f ms\n", sums.times[sums.times.size() / 2],
                sums.times[sums.times.size() * 99 / 100], sums.times.back());
  }
  std::printf("lexer: %.0f MB at %.0f MB/s\n", static_cast<double>(sums.lexer_bytes) / 1e6,
              static_cast<double>(sums.lexer_bytes) / 1e3 / std::max(sums.lexer_ms, 1e-6));
  return 0;
}
