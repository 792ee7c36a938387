# Computes with TraMineR what kyodo_analysis computes, and compares it with the numbers that the tests hold.
#
#   Rscript tests/traminer_check.R                       compare with tests/traminer_reference.csv
#   Rscript tests/traminer_check.R write "PROVENANCE"    write it, with this line on what the numbers come from
#
# Run it in the project's folder (`make traminer`). Without R or TraMineR nothing is checked here, and it says so: the
# tests of Python compare with the numbers in the file in any case.

reference_file <- "tests/traminer_reference.csv"
tolerance <- 1e-9

if (!requireNamespace("TraMineR", quietly = TRUE)) {
  message("*** SKIPPED: the R package TraMineR is not installed, nothing was compared. ***")
  message("*** In R: install.packages(\"TraMineR\") ***")
  quit(status = 0)
}
suppressPackageStartupMessages(library(TraMineR))
quietly <- function(expression) suppressMessages(suppressWarnings(expression))

rows <- function(set, statistic, first, second, value) {
  data.frame(set = set, statistic = statistic, first = first, second = second, value = as.vector(value))
}

# One row per pair of sequences, of which only the different ones are kept.
pairs <- function(set, statistic, ids, distances, kept) {
  chosen <- which(kept)
  at <- t(combn(chosen, 2))
  rows(set, statistic, ids[at[, 1]], ids[at[, 2]], distances[at])
}

describe_set <- function(set, table) {
  states <- strsplit(table$alphabet[1], " ")[[1]]
  weights <- as.numeric(table$weight)
  seqs <- quietly(seqdef(table["sts"], var = "sts", alphabet = states, id = table$id, weights = weights))
  ids <- table$id
  found <- list(
    rows(set, "entropy", ids, "", quietly(seqient(seqs))),
    rows(set, "entropy in nats", ids, "", quietly(seqient(seqs, norm = FALSE))),
    rows(set, "turbulence", ids, "", quietly(seqST(seqs))),
    rows(set, "turbulence, normalised", ids, "", quietly(seqST(seqs, norm = TRUE))),
    rows(set, "complexity", ids, "", quietly(seqici(seqs))),
    rows(set, "changes", ids, "", quietly(seqtransn(seqs))),
    rows(set, "subsequences", ids, "", quietly(seqsubsn(seqs))),
    rows(set, "mean time", states, "", quietly(seqmeant(seqs))),
    rows(set, "entropy of positions", seq_len(ncol(seqs)), "", quietly(seqstatd(seqs))$Entropy),
    rows(set, "rate", rep(states, length(states)), rep(states, each = length(states)), quietly(seqtrate(seqs)))
  )
  different <- !duplicated(table$sts)
  distance <- function(...) quietly(as.matrix(seqdist(seqs, ...)))
  lengths <- lengths(strsplit(table$sts, "-"))
  metrics <- list(
    "OM, constant" = distance(method = "OM", sm = "CONSTANT"),
    "OM, constant, by length" = distance(method = "OM", sm = "CONSTANT", norm = "maxlength"),
    "OM, rates" = distance(method = "OM", sm = "TRATE"),
    "OM, rates, indel 0.7" = distance(method = "OM", sm = "TRATE", indel = 0.7)
  )
  if (length(unique(lengths)) == 1) {
    metrics <- c(metrics, list(
      "HAM" = distance(method = "HAM"),
      "HAM, rates" = distance(method = "HAM", sm = "TRATE"),
      "DHD" = distance(method = "DHD"),
      "DHD, by length" = distance(method = "DHD", norm = "maxlength")
    ))
  }
  for (name in names(metrics)) found <- c(found, list(pairs(set, name, ids, metrics[[name]], different)))
  do.call(rbind, found)
}

# The R code of docs/traminer.md, run as it stands there.
check_exports <- function() {
  page <- readLines("docs/traminer.md", encoding = "UTF-8")
  fences <- grep("^```", page)
  found <- new.env()
  quietly(source(textConnection(page[(fences[1] + 1):(fences[2] - 1)]), local = found))
  stopifnot(nrow(found$courses) > 0, identical(unname(as.matrix(found$courses)), unname(as.matrix(found$same))))
  message("docs/traminer.md runs; its ", nrow(found$courses), " sequences are the same in both notations")
}

sequences <- read.csv("tests/traminer_sequences.csv", colClasses = "character")
sets <- split(sequences, factor(sequences$set, unique(sequences$set)))
computed <- do.call(rbind, Map(describe_set, names(sets), sets))
arguments <- commandArgs(trailingOnly = TRUE)
if (length(arguments) && arguments[1] == "write") {
  computed$value <- sprintf("%.17g", computed$value)
  out <- file(reference_file, "w")
  writeLines(paste("#", arguments[2]), out)
  write.csv(computed, out, row.names = FALSE, quote = c(1, 2, 3, 4))
  close(out)
  message(nrow(computed), " numbers written to ", reference_file)
} else {
  expected <- read.csv(reference_file, comment.char = "#", colClasses = c(rep("character", 4), "numeric"))
  stopifnot(identical(paste(computed$set, computed$statistic, computed$first, computed$second),
                      paste(expected$set, expected$statistic, expected$first, expected$second)))
  apart <- max(abs(computed$value - expected$value), na.rm = TRUE)
  stopifnot(identical(is.na(computed$value), is.na(expected$value)), apart <= tolerance)
  message(nrow(computed), " numbers of TraMineR ", packageVersion("TraMineR"),
          " are those of ", reference_file, " (largest difference ", format(apart), ")")
  check_exports()
}
