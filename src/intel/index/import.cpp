#include "intel/index/import.h"

#include <algorithm>
#include <numeric>
#include <thread>

#include "intel/osv/advisory_parse.h"

namespace cordon::intel {
namespace {

constexpr std::size_t kChunk = 512;          // records: about a frame of texts
constexpr std::size_t kChunksPerThread = 4;  // held in memory before they go into the builder

struct Chunk {
  std::vector<std::size_t> numbers;
  Result<AdvisoryBatch> batch;
  ImportReport report;
};

void read_chunk(const RecordTexts& texts, Chunk& chunk, std::atomic<std::uint64_t>& done) {
  std::vector<Advisory> advisories;
  advisories.reserve(chunk.numbers.size());
  for (const std::size_t number : chunk.numbers) {
    Result<std::string> text = texts.read(number);
    Result<Advisory> advisory = text ? parse_advisory(std::move(*text)) : std::unexpected(std::move(text.error()));
    ++done;
    if (!advisory) {
      ++chunk.report.refused_count;
      chunk.report.refused.push_back({texts.names[number], std::move(advisory.error())});
      continue;
    }
    ++chunk.report.records;
    // Go's own files leave `modified` to a tool that nobody ran: year 1.
    chunk.report.newest = std::max({chunk.report.newest, advisory->modified, advisory->published});
    advisories.push_back(std::move(*advisory));
  }
  chunk.batch = pack_batch(std::move(advisories));
}

void merge(const ImportReport& part, ImportReport& whole) {
  whole.records += part.records;
  whole.refused_count += part.refused_count;
  whole.newest = std::max(whole.newest, part.newest);
  for (const ImportReport::Refused& refused : part.refused)
    if (whole.refused.size() < kMostRefused) whole.refused.push_back(refused);
}

}  // namespace

Result<ImportReport> import_records(const RecordTexts& texts, unsigned threads, IndexBuilder& builder,
                                    std::atomic<std::uint64_t>& done) {
  std::vector<std::size_t> order(texts.names.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t number) -> const std::string& { return texts.names[number]; });
  ImportReport report;
  const std::size_t chunks_at_once = std::max(threads, 1u) * kChunksPerThread;
  for (std::size_t start = 0; start < order.size();) {
    std::vector<Chunk> chunks;
    for (; chunks.size() < chunks_at_once && start < order.size(); start += kChunk) {
      const auto first = order.begin() + static_cast<std::ptrdiff_t>(start);
      const auto length = static_cast<std::ptrdiff_t>(std::min(kChunk, order.size() - start));
      chunks.push_back({{first, first + length}, AdvisoryBatch(), {}});
    }
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
      for (std::size_t i = next++; i < chunks.size(); i = next++) read_chunk(texts, chunks[i], done);
    };
    {
      std::vector<std::jthread> pool;
      for (unsigned i = 1; i < threads; ++i) pool.emplace_back(work);
      work();
    }
    for (Chunk& chunk : chunks) {
      const AdvisoryBatch batch = TRY(std::move(chunk.batch));
      TRY(builder.add(batch));
      merge(chunk.report, report);
    }
  }
  return report;
}

}  // namespace cordon::intel
