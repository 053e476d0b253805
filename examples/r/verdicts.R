# How many statements of each kind in Zhang (2026) does independent evidence bear out?
# 张丽花（2026）的各类论断中，有多少得到独立证据印证？
#
#   Rscript examples/r/verdicts.R [address of the service] [en|zh]
#
# Base R, no package. Every claim is one row; parts of compound statements are counted one by one.

arguments <- commandArgs(trailingOnly = TRUE)
address <- sub("/$", "", if (length(arguments) > 0) arguments[1] else "http://127.0.0.1:8000")
lang <- if (length(arguments) > 1) arguments[2] else "en"

claims <- tryCatch(suppressWarnings(
  read.csv(sprintf("%s/api/claims.csv?source=zhang-2026&lang=%s", address, lang), encoding = "UTF-8")),
  error = function(fault) {
    message("verdicts.R: ", address, " gives no claims. Is the service running (make serve)?")
    quit(status = 1)
  }
)

# From borne out to disputed; what could not be judged stands at the end.
order <- c("corroborated", "partly-corroborated", "disputed", "unverified", "source-only",
           "not-checkable", "not-checked")
names <- unique(claims[claims$verdict != "", c("verdict", "verdictLabel")])
names <- names[order(match(names$verdict, order)), ]

counts <- table(
  factor(claims$kind),
  factor(claims$verdict, names$verdict, names$verdictLabel)
)
counts <- counts[order(-rowSums(counts)), ]
counts <- counts[rowSums(counts) > 0, ]
print(counts)

judged <- claims[claims$verdict %in% c("corroborated", "partly-corroborated", "disputed"), ]
cat(sprintf(
  if (lang == "zh") "\n%d条论断中，%d条有独立证据可判，其中%d条完全得到印证。\n"
  else "\n%d statements; evidence speaks on %d of them and bears out %d in full.\n",
  nrow(claims), nrow(judged), sum(judged$verdict == "corroborated")
))
