// Checks an ontology, its imports and further Turtle data against OWL 2 DL (and with HermiT) without the network.
package genfilm;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.semanticweb.HermiT.ReasonerFactory;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.formats.TurtleDocumentFormat;
import org.semanticweb.owlapi.io.*;
import org.semanticweb.owlapi.model.*;
import org.semanticweb.owlapi.model.parameters.Imports;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;
import org.semanticweb.owlapi.reasoner.OWLReasoner;
import org.semanticweb.owlapi.rdf.turtle.parser.TurtleOntologyParserFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

public final class CheckOntology {
    private static final String USAGE = "usage: CheckOntology [--reason] ontology.ttl [data.ttl or folder ...]";
    private static final String CATALOG = "catalog-v001.xml";
    private static final String DATA = "urn:genfilm:data:";

    private final List<String> faults = new ArrayList<>();
    private final OWLOntologyManager manager = OWLManager.createOWLOntologyManager();

    /** Exit codes: 0 = nothing found, 1 = faults, 2 = wrong arguments. */
    public static void main(String[] arguments) throws Exception {
        List<String> files = new ArrayList<>(List.of(arguments));
        boolean reason = files.remove("--reason");
        if (files.isEmpty() || files.stream().anyMatch(name -> name.startsWith("--") || !new File(name).exists())) {
            System.err.println(USAGE);
            System.exit(2);
        }
        Path main = Path.of(files.get(0));
        System.exit(new CheckOntology().run(main, files.subList(1, files.size()), reason) ? 0 : 1);
    }

    private boolean run(Path main, List<String> data, boolean reason) throws Exception {
        stayOffline(readCatalog(main.resolveSibling(CATALOG)));
        OWLOntology ontology = null;
        Path reading = main;
        try {
            ontology = manager.loadOntologyFromOntologyDocument(
                new FileDocumentSource(main.toFile(), new TurtleDocumentFormat()));
            for (Path file : turtleFiles(data)) {
                reading = file;
                addData(ontology, file);
            }
        } catch (OWLOntologyCreationException | OWLParserException error) {
            faults.add("unreadable: " + reading + ": " + firstReason(error));
        }
        if (ontology != null && faults.isEmpty()) {
            OWLOntology whole = merged(ontology);
            printCounts(whole);
            checkTriplesUsed();
            checkProfile(whole);
            if (reason && faults.isEmpty()) {
                checkReasoning(whole);
            }
        }
        new TreeSet<>(faults).forEach(fault -> System.out.println("FAULT " + fault));
        System.out.println(faults.isEmpty() ? "no fault" : faults.size() + " fault(s)");
        return faults.isEmpty();
    }

    /** Ontology IRI → local file, from the uri elements of an OASIS XML catalog; paths are relative to the catalog. */
    private static Map<String, Path> readCatalog(Path file) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        NodeList entries = factory.newDocumentBuilder().parse(file.toFile()).getElementsByTagName("uri");
        Map<String, Path> catalog = new HashMap<>();
        for (int i = 0; i < entries.getLength(); i++) {
            Element entry = (Element) entries.item(i);
            catalog.put(entry.getAttribute("name"), file.resolveSibling(entry.getAttribute("uri")).normalize());
        }
        return catalog;
    }

    /** Imports come from the catalog only: any other IRI is a missing import, and no URL but file: can be opened. */
    private void stayOffline(Map<String, Path> catalog) {
        URL.setURLStreamHandlerFactory(protocol -> Set.of("file", "jar", "jrt").contains(protocol) ? null
            : new URLStreamHandler() {
                @Override
                protected URLConnection openConnection(URL url) throws IOException {
                    throw new IOException("the network is forbidden in this check: " + url);
                }
            });
        manager.getIRIMappers().set(iri -> catalog.containsKey(iri.toString())
            ? IRI.create(catalog.get(iri.toString()).toUri()) : null);
        manager.setOntologyParsers(Set.of(new TurtleOntologyParserFactory()));
        manager.getOntologyConfigurator().setMissingImportHandlingStrategy(MissingImportHandlingStrategy.SILENT);
        manager.addMissingImportListener(event -> faults.add("missing import: " + event.getImportedOntologyURI()
            + (catalog.containsKey(event.getImportedOntologyURI().toString())
                ? ": " + firstReason(event.getCreationException()) : ": not in " + CATALOG)));
    }

    /** The files named, and of the folders named every Turtle file below them. */
    private static List<Path> turtleFiles(List<String> names) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String name : names) {
            try (Stream<Path> found = Files.walk(Path.of(name))) {
                found.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".ttl") || file.equals(Path.of(name)))
                    .sorted().forEach(files::add);
            }
        }
        return files;
    }

    /** Reads a data file into an ontology that imports the main one, so that the parser knows every property's type. */
    private void addData(OWLOntology ontology, Path file) throws OWLOntologyCreationException {
        OWLOntology data = manager.createOntology(IRI.create(DATA + file.toString().replace(File.separatorChar, '/')));
        IRI imported = ontology.getOntologyID().getOntologyIRI().orElseThrow();
        manager.applyChange(new AddImport(data, manager.getOWLDataFactory().getOWLImportsDeclaration(imported)));
        FileDocumentSource source = new FileDocumentSource(file.toFile(), new TurtleDocumentFormat());
        manager.setOntologyFormat(data, new TurtleOntologyParserFactory().createParser()
            .parse(source, data, manager.getOntologyLoaderConfiguration()));
    }

    /** The ontology itself, or with data files a new one that imports everything loaded. */
    private OWLOntology merged(OWLOntology ontology) throws OWLOntologyCreationException {
        List<OWLOntology> loaded = manager.ontologies().toList();
        if (loaded.size() == manager.importsClosure(ontology).count()) {
            return ontology;
        }
        OWLOntology whole = manager.createOntology(IRI.create(DATA + "all"));
        loaded.forEach(one -> one.getOntologyID().getOntologyIRI().ifPresent(iri -> manager.applyChange(
            new AddImport(whole, manager.getOWLDataFactory().getOWLImportsDeclaration(iri)))));
        return whole;
    }

    private static void printCounts(OWLOntology whole) {
        print("ontologies", whole.importsClosure().count());
        print("classes", whole.classesInSignature(Imports.INCLUDED).count());
        print("object properties", whole.objectPropertiesInSignature(Imports.INCLUDED).count());
        print("data properties", whole.dataPropertiesInSignature(Imports.INCLUDED).count());
        print("annotation properties", whole.annotationPropertiesInSignature(Imports.INCLUDED).count());
        print("individuals", whole.individualsInSignature(Imports.INCLUDED).count());
        print("axioms", whole.getAxiomCount(Imports.INCLUDED));
        print("logical axioms", whole.getLogicalAxiomCount(Imports.INCLUDED));
    }

    private static void print(String name, long count) {
        System.out.printf("%-22s %6d%n", name, count);
    }

    /** A triple that the OWL API could turn into no axiom would otherwise be lost in silence. */
    private void checkTriplesUsed() {
        manager.ontologies().forEach(one -> {
            OWLOntologyLoaderMetaData about = one.getNonnullFormat().getOntologyLoaderMetaData().orElse(null);
            if (about instanceof RDFParserMetaData read) {
                read.getUnparsedTriples().forEach(triple -> faults.add(name(one) + ": not OWL: " + triple));
            }
        });
    }

    private void checkProfile(OWLOntology whole) {
        for (OWLProfileViolation violation : new OWL2DLProfile().checkOntology(whole).getViolations()) {
            faults.add(name(violation.getOntology()) + ": " + violation.toString().strip().replaceAll("\\s+", " "));
        }
    }

    /** Runs only when nothing was found before: HermiT refuses what is outside OWL 2 DL. */
    private void checkReasoning(OWLOntology whole) {
        OWLReasoner reasoner = new ReasonerFactory().createReasoner(whole);
        if (!reasoner.isConsistent()) {
            faults.add("HermiT: the ontology is inconsistent");
            return;
        }
        System.out.println("HermiT: consistent");
        reasoner.getUnsatisfiableClasses().getEntitiesMinusBottom()
            .forEach(one -> faults.add("HermiT: unsatisfiable class " + one.getIRI()));
    }

    private static String name(OWLOntology one) {
        return one.getOntologyID().getOntologyIRI().map(IRI::toString).orElse("anonymous ontology");
    }

    private static String firstReason(Throwable error) {
        Throwable cause = error instanceof UnparsableOntologyException many
            ? many.getExceptions().values().iterator().next() : error;
        return String.valueOf(cause.getMessage()).strip().replaceAll("\\s+", " ");
    }
}
