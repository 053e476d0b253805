// Opens ontologies as Protégé does, edits them, and saves them by the OWL API that Protégé 5.6.5 carries.
package genfilm;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.formats.*;
import org.semanticweb.owlapi.model.*;
import org.semanticweb.owlapi.model.parameters.Imports;
import org.semanticweb.owlapi.vocab.OWLRDFVocabulary;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Reads jobs from standard input, fields parted by tabs: open, annotate, move, deprecate, add, save, counts. */
public final class Save {
    private final Map<String, Path> catalog = new HashMap<>();
    private OWLOntologyManager manager;
    private OWLDataFactory make;
    private OWLOntology ontology;

    public static void main(String[] arguments) throws Exception {
        Save save = new Save();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            save.run(List.of(line.split("\t", -1)));
        }
    }

    private void run(List<String> job) throws Exception {
        switch (job.get(0)) {
            case "open" -> open(Path.of(job.get(1)), Path.of(job.get(2)));
            case "annotate" -> annotate(IRI.create(job.get(1)), IRI.create(job.get(2)), job.get(3), job.get(4));
            case "move" -> move(cls(job.get(1)), cls(job.get(2)), cls(job.get(3)));
            case "deprecate" -> note(IRI.create(job.get(1)), OWLRDFVocabulary.OWL_DEPRECATED.getIRI(),
                make.getOWLLiteral(true));
            case "add" -> add(job.get(1), job.get(2), job.get(3), job.get(4), job.get(5));
            case "save" -> save(new File(job.get(1)), format(job.get(2)));
            case "counts" -> counts();
            default -> throw new IllegalArgumentException(job.get(0));
        }
    }

    /** Opens a document in a manager of its own; imports come from an OASIS catalogue. */
    private void open(Path file, Path catalogue) throws Exception {
        catalog.clear();
        NodeList entries = DocumentBuilderFactory.newInstance().newDocumentBuilder()
            .parse(catalogue.toFile()).getElementsByTagName("uri");
        for (int i = 0; i < entries.getLength(); i++) {
            Element entry = (Element) entries.item(i);
            catalog.put(entry.getAttribute("name"), catalogue.resolveSibling(entry.getAttribute("uri")));
        }
        manager = OWLManager.createOWLOntologyManager();
        make = manager.getOWLDataFactory();
        manager.getIRIMappers().set(iri -> catalog.containsKey(iri.toString())
            ? IRI.create(catalog.get(iri.toString()).toUri()) : null);
        ontology = manager.loadOntologyFromOntologyDocument(file.toFile());
    }

    private OWLClass cls(String iri) {
        return make.getOWLClass(IRI.create(iri));
    }

    private void note(IRI subject, IRI property, OWLLiteral value) {
        manager.addAxiom(ontology, make.getOWLAnnotationAssertionAxiom(
            make.getOWLAnnotationProperty(property), subject, value));
    }

    /** Replaces the text that a property gives a subject in a language. */
    private void annotate(IRI subject, IRI property, String lang, String text) {
        OWLAnnotationProperty annotation = make.getOWLAnnotationProperty(property);
        List.copyOf(ontology.getAnnotationAssertionAxioms(subject)).stream()
            .filter(one -> one.getProperty().equals(annotation) && one.getValue().asLiteral().isPresent()
                && one.getValue().asLiteral().get().hasLang(lang))
            .forEach(one -> manager.removeAxiom(ontology, one));
        note(subject, property, make.getOWLLiteral(text, lang));
    }

    private void move(OWLClass one, OWLClass from, OWLClass to) {
        manager.removeAxiom(ontology, make.getOWLSubClassOfAxiom(one, from));
        manager.addAxiom(ontology, make.getOWLSubClassOfAxiom(one, to));
    }

    /** A new class below a parent with a label and, unless the property is empty, an existential restriction. */
    private void add(String iri, String parent, String property, String filler, String label) {
        manager.addAxiom(ontology, make.getOWLDeclarationAxiom(cls(iri)));
        manager.addAxiom(ontology, make.getOWLSubClassOfAxiom(cls(iri), cls(parent)));
        note(IRI.create(iri), OWLRDFVocabulary.RDFS_LABEL.getIRI(), make.getOWLLiteral(label, "en"));
        if (!property.isEmpty()) {
            manager.addAxiom(ontology, make.getOWLSubClassOfAxiom(cls(iri), make.getOWLObjectSomeValuesFrom(
                make.getOWLObjectProperty(IRI.create(property)), cls(filler))));
        }
    }

    private static PrefixDocumentFormat format(String name) {
        return switch (name) {
            case "turtle" -> new TurtleDocumentFormat();
            case "rdfxml" -> new RDFXMLDocumentFormat();
            case "owlxml" -> new OWLXMLDocumentFormat();
            case "functional" -> new FunctionalSyntaxDocumentFormat();
            case "manchester" -> new ManchesterSyntaxDocumentFormat();
            default -> throw new IllegalArgumentException(name);
        };
    }

    private void save(File file, PrefixDocumentFormat format) throws Exception {
        OWLDocumentFormat read = manager.getOntologyFormat(ontology);
        if (read != null && read.isPrefixOWLOntologyFormat()) {
            format.copyPrefixesFrom(read.asPrefixOWLOntologyFormat());
        }
        manager.saveOntology(ontology, format, IRI.create(file.toURI()));
    }

    private void counts() {
        System.out.println("ontologies " + ontology.getImportsClosure().size());
        for (AxiomType<?> type : List.of(AxiomType.OBJECT_PROPERTY_ASSERTION, AxiomType.DATA_PROPERTY_ASSERTION,
            AxiomType.CLASS_ASSERTION)) {
            System.out.println(type.getName() + " " + ontology.getAxioms(type, Imports.INCLUDED).size());
        }
    }
}
