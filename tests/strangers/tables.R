# R against the service: CSV of SPARQL and REST as data frames, JSON by jsonlite, a bibliography, and errors.
library(jsonlite)

base <- commandArgs(trailingOnly = TRUE)[1]
failed <- character()
tried <- 0
holds <- function(name, right) {
  tried <<- tried + 1
  answer <- tryCatch(isTRUE(right), error = function(e) conditionMessage(e), warning = function(w) conditionMessage(w))
  if (!isTRUE(answer)) failed <<- c(failed, paste(name, answer, sep = ": "))
}
sparql <- function(query) {
  read.csv(paste0(base, "/sparql?format=csv&query=", URLencode(query, reserved = TRUE)), encoding = "UTF-8")
}

holds("SPARQL: a column of counts", is.integer(sparql("SELECT ?v (COUNT(*) AS ?n) { ?a gf:verdict ?v } GROUP BY ?v")$n))
holds("SPARQL: IRIs with commas and quotes in texts", identical(
  unlist(sparql("SELECT (<http://e.org/a,b> AS ?a) ('a \"b\", c' AS ?b) (2 AS ?c) {}"), use.names = FALSE),
  c("http://e.org/a,b", "a \"b\", c", "2")))
holds("SPARQL: Chinese", sparql("SELECT ?l { film:double-world rdfs:label ?l FILTER(LANG(?l) = 'zh') }")$l == "征途")
holds("SPARQL: numbers", sum(unlist(sparql("SELECT (1.5 AS ?a) (2e0 AS ?b) {}"))) == 3.5)
holds("SPARQL: no rows", nrow(sparql("SELECT ?x { ?x a <urn:none> }")) == 0)
claims <- read.csv(paste0(base, "/api/claims.csv?verdict=disputed&size=1000"), encoding = "UTF-8")
holds("claims.csv", nrow(claims) > 50 && all(claims$verdict == "disputed"))
film <- fromJSON(paste0(base, "/api/entities/film/double-world"))
holds("an entity", film$data$label$zh == "征途")
rows <- stream_in(url(paste0(base, "/dumps/claims.jsonl")), verbose = FALSE)
holds("JSON Lines", is.data.frame(rows) && nrow(rows) > 900)
told <- tryCatch(readLines(paste0(base, "/api/claims?stage=nowhere")), warning = conditionMessage)
holds("an error", grepl("400", told))

if (length(failed)) cat(failed, sep = "\n")
cat(sprintf("R: %d of %d hold\n", tried - length(failed), tried))
quit(status = as.integer(length(failed) > 0))
