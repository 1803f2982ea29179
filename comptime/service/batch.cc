#include "comptime/service/batch.h"

#include <time.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>

#include "absl/strings/str_cat.h"
#include "comptime/sandbox/image.h"
#include "comptime/service/crash_guard.h"
#include "comptime/service/utf8.h"
#include "llvm/Support/BLAKE3.h"

namespace arc::comptime {

namespace {

// Fuel of fast code before a thunk starts again as simplified code: about a millisecond.
constexpr uint64_t kFastFuel = 400'000;
// Fuel of simplified code before it starts again as optimized code: about as long as it takes to
// compile a few functions well.
constexpr uint64_t kSimplifiedFuel = 16'000'000;

// Of a trial; none: to the end.
std::optional<uint64_t> TrialFuel(Tier tier) {
  if (IsOptimized(tier)) return std::nullopt;
  return tier == Tier::kSimplified ? kSimplifiedFuel : kFastFuel;
}

uint64_t Now() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<uint64_t>(now.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(now.tv_nsec);
}

static_assert(static_cast<int>(v1::NEEDS_ANSWER) == static_cast<int>(ARC_COMPTIME_NEEDS_ANSWER));

class Batch {
 public:
  Batch(LanePool& lanes, Lane& lane, ResultCache& cache, BatchStatistics& statistics,
        const BatchRequest& request, absl::FunctionRef<bool()> cancelled,
        v1::EvaluateResponse* response, std::vector<std::shared_ptr<const ImageFile>>* image_files)
      : lanes_(lanes),
        lane_(lane),
        cache_(cache),
        statistics_(statistics),
        request_(request),
        cancelled_(cancelled),
        response_(*response),
        image_files_(*image_files) {}

  absl::Status Run() {
    ++statistics_.batches;
    image_files_.resize(request_.thunks.size());
    for (size_t i = 0; i < request_.thunks.size(); ++i) response_.add_outcomes();
    for (const auto& [path, content] : request_.files) files_.push_back({path, content});
    if (!Open()) return absl::OkStatus();
    HashSurroundings();
    std::vector<size_t> pending;
    for (size_t i = 0; i < request_.thunks.size(); ++i) {
      if (!FromCache(i)) pending.push_back(i);
    }
    absl::Status status = RunTier(Tier::kFast, std::move(pending));
    if (module_) {
      response_.set_functions_compiled(module_->counts().functions_compiled);
      response_.set_functions_reused(module_->counts().functions_reused);
    }
    return status;
  }

 private:
  // Work of the compiler, whose bugs the module may know. False: it crashed, and nothing of it may
  // be touched again.
  bool Guarded(absl::FunctionRef<void()> work) {
    const uint64_t begin = Now();
    std::string what;
    const bool survived = RunGuarded(work, &what);
    response_.set_compile_nanoseconds(response_.compile_nanoseconds() + Now() - begin);
    if (survived) return true;
    ++statistics_.compiler_crashes;
    // They may be in any state, and hold any lock.
    (void)module_.release();
    (void)lane_.session.release();
    Refuse(absl::StrCat("the module crashed the compiler of the evaluator (", what, ")"));
    return false;
  }

  void Refuse(absl::string_view why) {
    response_.clear_outcomes();
    response_.set_module_error(ToUtf8(why));
  }

  bool Open() {
    absl::Status status;
    const bool survived = Guarded([&] {
      auto module = lanes_.Session(lane_).Open(request_.module, request_.thunks);
      status = module.status();
      if (module.ok()) module_ = *std::move(module);
    });
    if (survived && !status.ok()) Refuse(status.message());
    return survived && status.ok();
  }

  // What outcomes depend on beside the thunk.
  void HashSurroundings() {
    llvm::BLAKE3 hash;
    auto add = [&](absl::string_view bytes) {
      const uint64_t size = bytes.size();
      hash.update(llvm::ArrayRef(reinterpret_cast<const uint8_t*>(&size), sizeof(size)));
      hash.update(llvm::StringRef(bytes.data(), bytes.size()));
    };
    const RunLimits& limits = request_.limits;
    const uint64_t numbers[] = {limits.fuel,         limits.memory_bytes, limits.stack_bytes,
                                limits.output_bytes, limits.result_bytes, limits.milliseconds};
    add({reinterpret_cast<const char*>(numbers), sizeof(numbers)});
    for (const Worker::File& file : files_) {
      add(file.path);
      add(file.content);
    }
    surroundings_ = hash.final<32>();
  }

  ContentKey CacheKey(size_t thunk) const {
    llvm::BLAKE3 hash;
    hash.update(surroundings_);
    hash.update(module_->Key(thunk));
    return hash.final<32>();
  }

  bool FromCache(size_t thunk) {
    std::shared_ptr<const ResultCache::Result> known = cache_.Find(CacheKey(thunk));
    if (!known) return false;
    *Outcome(thunk) = known->outcome;
    image_files_[thunk] = known->file;
    Outcome(thunk)->set_from_cache(true);
    return true;
  }

  v1::Outcome* Outcome(size_t thunk) { return response_.mutable_outcomes(static_cast<int>(thunk)); }

  absl::Status RunTier(Tier tier, std::vector<size_t> thunks) {
    if (thunks.empty() || !module_) return absl::OkStatus();
    absl::StatusOr<std::vector<uint64_t>> addresses;
    if (!Compile(tier, thunks, addresses)) return absl::OkStatus();
    if (addresses.status().code() == absl::StatusCode::kNotFound) {
      // Somebody calls a function that is not there; the others are all right.
      if (thunks.size() > 1) {
        for (size_t thunk : thunks) {
          if (absl::Status status = RunTier(tier, {thunk}); !status.ok()) return status;
          if (!module_) return absl::OkStatus();
        }
        return absl::OkStatus();
      }
      Outcome(thunks[0])->set_end(v1::EFFECT);
      Outcome(thunks[0])->set_message(ToUtf8(absl::StrCat(
          "calling `", addresses.status().message(), "`, which is not there during the build")));
      return absl::OkStatus();
    }
    if (!addresses.ok()) {
      Refuse(addresses.status().message());
      return absl::OkStatus();
    }
    std::vector<size_t> again, failed;
    for (size_t i = 0; i < thunks.size(); ++i) {
      if (cancelled_()) return absl::CancelledError("the client is gone");
      absl::StatusOr<Next> next = RunOne(tier, thunks[i], (*addresses)[i]);
      if (!next.ok()) return next.status();
      if (*next == Next::kImprove) again.push_back(thunks[i]);
      if (*next == Next::kTrace) failed.push_back(thunks[i]);
      if (!module_) return absl::OkStatus();
    }
    const Tier traced = IsSimplified(tier) ? Tier::kOptimizedTraced : Tier::kTraced;
    if (absl::Status status = RunTier(traced, std::move(failed)); !status.ok()) return status;
    const Tier better = IsSimplified(tier) ? Tier::kOptimized : Tier::kSimplified;
    return RunTier(better, std::move(again));
  }

  // False: the compiler crashed.
  bool Compile(Tier tier, const std::vector<size_t>& thunks,
               absl::StatusOr<std::vector<uint64_t>>& addresses) {
    if (!Guarded([&] { addresses = module_->Compile(tier, thunks); })) return false;
    if (addresses.status().code() != absl::StatusCode::kResourceExhausted) return true;
    // Kept functions fill the slab; those that nobody uses now go.
    lanes_.store().Clear();
    return Guarded([&] { addresses = module_->Compile(tier, thunks); });
  }

  enum class Next { kDone, kTrace, kImprove };

  absl::StatusOr<Next> RunOne(Tier tier, size_t thunk, uint64_t address) {
    RunLimits limits = request_.limits;
    const std::optional<uint64_t> trial = TrialFuel(tier);
    const bool is_trial = trial && limits.fuel > *trial;
    if (is_trial) limits.fuel = *trial;
    absl::StatusOr<RunOutcome> run = lane_.worker->Run(address, limits, files_);
    if (!run.ok()) return run.status();
    if (run->end == ARC_COMPTIME_WORKER_DIED) ++statistics_.workers_lost;
    if (is_trial && run->end == ARC_COMPTIME_OUT_OF_FUEL) {
      return Next::kImprove;
    }
    // Now with positions. It does the same again. What ran out of time in optimized code did so in
    // a loop, which has them.
    const bool has_positions = tier == Tier::kTraced || tier == Tier::kOptimizedTraced ||
                               (tier == Tier::kOptimized && (run->end == ARC_COMPTIME_OUT_OF_FUEL ||
                                                             run->end == ARC_COMPTIME_TIMED_OUT));
    if (!has_positions && run->end != ARC_COMPTIME_DONE &&
        run->end != ARC_COMPTIME_NEEDS_ANSWER && !run->frames.empty()) {
      return Next::kTrace;
    }
    ++statistics_.evaluations;
    v1::Outcome* outcome = Outcome(thunk);
    const bool survived = Guarded([&] { Describe(*run, limits, outcome); });
    if (survived && outcome->end() == v1::DONE && run->image.size() >= kImageFileBytes) {
      absl::StatusOr<std::shared_ptr<const ImageFile>> file = lane_.worker->TakeImage();
      if (!file.ok()) return file.status();
      image_files_[thunk] = *std::move(file);
    }
    // Failures have positions, which may have moved the next time.
    if (survived && run->end == ARC_COMPTIME_DONE) {
      cache_.Add(CacheKey(thunk), *outcome, image_files_[thunk]);
    }
    return Next::kDone;
  }

  void Describe(const RunOutcome& run, const RunLimits& limits, v1::Outcome* outcome) const {
    outcome->Clear();
    outcome->set_end(static_cast<v1::End>(run.end));
    outcome->set_message(ToUtf8(run.message));
    // A loop that ran out held its count in a register.
    outcome->set_fuel_used(run.end == ARC_COMPTIME_OUT_OF_FUEL ? limits.fuel : run.fuel_used);
    outcome->set_memory_peak(run.memory_peak);
    outcome->set_nanoseconds(run.nanoseconds);
    for (const RunOutput& output : run.outputs) {
      v1::Output* copy = outcome->add_outputs();
      copy->set_warning(output.warning);
      copy->set_text(ToUtf8(output.text));
    }
    if (run.end == ARC_COMPTIME_NEEDS_ANSWER) {
      for (const std::string& question : run.questions) outcome->add_questions(ToUtf8(question));
      return;
    }
    for (size_t i = 0; i < run.frames.size(); ++i) {
      // Where it was, or where it would have come back to.
      const bool is_exact = i == 0 && run.end == ARC_COMPTIME_FAULT;
      AddFrames(run.frames[i], is_exact, outcome);
    }
    if (run.end != ARC_COMPTIME_DONE) return;
    v1::Image* image = outcome->mutable_image();
    image->set_size(run.image.size());
    image->set_align(static_cast<uint32_t>(run.image_align));
    if (run.image.size() < kImageFileBytes) {
      image->set_content(run.image.data(), run.image.size());
    }
    for (const ArcComptimeLink& link : run.links) {
      v1::Link* copy = image->add_links();
      copy->set_slot(link.slot);
      if (link.code == 0) {
        copy->set_target(link.target);
        continue;
      }
      std::string symbol = SymbolOf(link.code);
      if (symbol.empty()) {
        outcome->Clear();
        outcome->set_end(v1::ERROR);
        outcome->set_message("the value holds the address of something that is no function");
        return;
      }
      copy->set_symbol(ToUtf8(symbol));
    }
  }

  std::string SymbolOf(uint64_t code) const {
    const Image& image = Image::Get();
    return image.Contains(code) ? image.FunctionAt(code) : module_->FunctionAt(code);
  }

  void AddFrames(uint64_t address, bool is_exact, v1::Outcome* outcome) const {
    const Image& image = Image::Get();
    if (image.Contains(address)) {
      for (const SourceFrame& frame : image.Describe(is_exact ? address + 1 : address)) {
        v1::Frame* copy = outcome->add_frames();
        copy->set_function(ToUtf8(frame.function));
        copy->set_file(ToUtf8(frame.file));
        copy->set_line(frame.line);
        copy->set_library(true);
      }
      return;
    }
    for (const CodeFrame& frame : module_->Describe(is_exact ? address : address - 1)) {
      v1::Frame* copy = outcome->add_frames();
      copy->set_function(ToUtf8(frame.function));
      copy->set_file(ToUtf8(frame.file));
      copy->set_line(frame.line);
      copy->set_column(frame.column);
    }
  }

  LanePool& lanes_;
  Lane& lane_;
  ResultCache& cache_;
  BatchStatistics& statistics_;
  const BatchRequest& request_;
  const absl::FunctionRef<bool()> cancelled_;
  v1::EvaluateResponse& response_;
  std::vector<std::shared_ptr<const ImageFile>>& image_files_;
  std::vector<Worker::File> files_;
  ContentKey surroundings_ = {};
  std::unique_ptr<JitSession::Module> module_;
};

}  // namespace

absl::Status RunBatch(LanePool& lanes, Lane& lane, ResultCache& cache, BatchStatistics& statistics,
                      const BatchRequest& request, absl::FunctionRef<bool()> cancelled,
                      v1::EvaluateResponse* response,
                      std::vector<std::shared_ptr<const ImageFile>>* files) {
  return Batch(lanes, lane, cache, statistics, request, cancelled, response, files).Run();
}

}  // namespace arc::comptime
