// Compiles incident packs into one block for embedding. Runs while Cordon is built.
//
//   pack_compiler OUTPUT.bin OUTPUT.h PACK.yaml...
//
// Refuses a pack whose id is not its file's name, and everything that read_pack refuses.
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "intel/pack_compile.h"
#include "intel/pack_layout.h"
#include "intel/pack_read.h"
#include "intel/pack_table.h"

namespace cordon::intel {
namespace {

Result<std::string> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(ErrorCode::not_found, "cannot open " + path);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (in.bad()) return fail(ErrorCode::io, "cannot read " + path);
  return text;
}

Result<void> write_file(const std::string& path, std::string_view content) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(content.data(), static_cast<std::streamsize>(content.size()));
  out.flush();
  if (!out) return fail(ErrorCode::io, "cannot write " + path);
  return {};
}

std::string_view file_stem(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash != std::string_view::npos) path.remove_prefix(slash + 1);
  return path.substr(0, path.rfind('.'));
}

std::string digest_header(std::string_view block) {
  return "// Written by pack_compiler.\n#pragma once\n\n#include <cstddef>\n#include <cstdint>\n\n"
         "namespace cordon::intel {\ninline constexpr std::size_t kIncidentPacksBytes = " +
         std::to_string(block.size()) +
         ";\ninline constexpr std::uint64_t kIncidentPacksHash = " + std::to_string(layout::hash(block)) +
         "u;\n}  // namespace cordon::intel\n";
}

Result<void> compile(const std::string& block_path, const std::string& header_path,
                     const std::vector<std::string>& pack_paths) {
  std::vector<IncidentPack> packs;
  for (const std::string& path : pack_paths) {
    const std::string text = TRY(read_file(path));
    packs.push_back(TRY(read_pack(text, path)));
    if (packs.back().id != file_stem(path))
      return fail(ErrorCode::invalid_value, path + ": the id '" + packs.back().id + "' is not the name of the file");
  }
  const std::string block = TRY(compile_packs(packs));
  TRY(PackTable::open(block));  // what the program will do with it
  TRY(write_file(block_path, block));
  return write_file(header_path, digest_header(block));
}

}  // namespace
}  // namespace cordon::intel

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() < 3) {
    std::fputs("usage: pack_compiler OUTPUT.bin OUTPUT.h PACK.yaml...\n", stderr);
    return 2;
  }
  const auto result = cordon::intel::compile(arguments[0], arguments[1], {arguments.begin() + 2, arguments.end()});
  if (result) return 0;
  std::fprintf(stderr, "pack_compiler: %s\n", result.error().describe().c_str());
  return 1;
}
