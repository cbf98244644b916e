#include "host/sensor/proc.h"

#include <unistd.h>

#include <charconv>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace cordon::host {

namespace {

std::string read_small_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(4096, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
  return text;
}

// Takes the next word, blanks before it left out.
std::string_view take_word(std::string_view& text) {
  text.remove_prefix(std::min(text.size(), text.find_first_not_of(' ')));
  std::string_view word = text.substr(0, text.find_first_of(" \n"));
  text.remove_prefix(word.size());
  return word;
}

std::optional<std::uint64_t> number(std::string_view word) {
  std::uint64_t value = 0;
  auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc{} || end != word.data() + word.size()) return std::nullopt;
  return value;
}

std::uint64_t tick_ns() {
  long ticks = sysconf(_SC_CLK_TCK);
  return 1'000'000'000ULL / static_cast<std::uint64_t>(ticks > 0 ? ticks : 100);
}

bool has_ended(const ProcessUse& use) { return use.state == 'Z' || use.state == 'X'; }

// A process whose first thread has ended looks as if it had, while its others go on.
bool has_live_thread(const std::string& folder) {
  std::error_code error;
  std::filesystem::directory_iterator threads(folder + "/task", error);
  for (; !error && threads != std::filesystem::directory_iterator(); threads.increment(error)) {
    auto use = parse_stat(read_small_file(threads->path().string() + "/stat"));
    if (use && !has_ended(*use)) return true;
  }
  return false;
}

}  // namespace

std::optional<ProcessUse> parse_stat(std::string_view text) {
  // proc(5): pid (comm) state ...; utime is field 14, stime 15, starttime 22.
  std::size_t name_end = text.rfind(')');
  if (name_end == std::string_view::npos) return std::nullopt;
  text.remove_prefix(name_end + 1);
  std::string_view state = take_word(text);
  if (state.size() != 1) return std::nullopt;
  ProcessUse use{state[0], 0, 0};
  for (int field = 4; field <= 22; ++field) {
    std::string_view word = take_word(text);
    if (field != 14 && field != 15 && field != 22) continue;
    auto value = number(word);
    if (!value) return std::nullopt;
    if (field == 22) {
      use.start_ticks = *value;
    } else {
      use.cpu_ticks += *value;
    }
  }
  return use;
}

std::optional<std::uint64_t> cpu_of_running(const ProcessId& id) {
  std::string folder = "/proc/" + std::to_string(id.pid);
  auto use = parse_stat(read_small_file(folder + "/stat"));
  if (!use || (has_ended(*use) && !has_live_thread(folder))) return std::nullopt;
  if (use->start_ticks != id.start_ns / tick_ns()) return std::nullopt;
  return use->cpu_ticks * tick_ns();
}

std::string link_of_running(const ProcessId& id, std::string_view link) {
  std::error_code error;
  auto target = std::filesystem::read_symlink("/proc/" + std::to_string(id.pid) + "/" + std::string(link), error);
  if (error || !cpu_of_running(id)) return {};  // asked afterwards: the number was its own until then
  return target.string();
}

std::string resolve_links(std::string_view path) {
  std::error_code error;
  std::filesystem::path resolved = std::filesystem::canonical(path, error);
  return error ? std::string(path) : resolved.string();
}

}  // namespace cordon::host
