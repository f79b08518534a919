using System.Collections.Immutable;

namespace CxOrchestrator.Gateway.Forms;

/// <summary>The product's words on the pages of forms; the first where none fits. Another language is added here.</summary>
internal static class FormLanguages
{
    private const int AcceptLengthMax = 500;

    public static ImmutableArray<FormWords> All { get; } = [English, German, French, Spanish, Portuguese];

    /// <summary>The words for the first language that there are any in.</summary>
    public static FormWords For(params IEnumerable<string?> languages) => languages.Select(Find).FirstOrDefault(w => w is not null) ?? All[0];

    /// <summary>The languages that a browser asks for, in its order.</summary>
    public static IEnumerable<string> Accepted(HttpRequest request) =>
        request.Headers.AcceptLanguage.ToString() is var accept ? accept[..Math.Min(accept.Length, AcceptLengthMax)].Split(',').Select(l => l.Split(';')[0].Trim()) : [];

    private static FormWords? Find(string? language) =>
        language?.Split('-', '_')[0] is { Length: > 0 } part ? All.FirstOrDefault(t => string.Equals(t.Language, part, StringComparison.OrdinalIgnoreCase)) : null;

    private static FormWords English => new()
    {
        Language = "en",
        Send = "Send",
        Optional = "optional",
        AtMost = "Up to {0} characters",
        Check = "Please check your answer.",
        ScoreNeeded = "Choose one of the numbers.",
        CommentNeeded = "Write a few words.",
        Empty = "Write a few words before you send.",
        TooLong = "Your text has {0} characters. Shorten it to {1}.",
        ThanksTitle = "Thank you",
        Thanks = "Your answer has been saved.",
        AlreadyTitle = "You have answered already",
        Already = "Thank you. Your first answer is saved.",
        InvalidTitle = "This link is not valid",
        Invalid = "It may be incomplete. Open it again from the message, or contact us.",
        ExpiredTitle = "This link has expired",
        Expired = "We no longer collect answers with it. Thank you for wanting to help.",
        Away = "Your answer could not be saved right now. It is still here: please send it again in a moment.",
        Test = "This is a test. Answers are not saved.",
    };

    private static FormWords German => new()
    {
        Language = "de",
        Send = "Absenden",
        Optional = "freiwillig",
        AtMost = "Höchstens {0} Zeichen",
        Check = "Bitte prüfen Sie Ihre Antwort.",
        ScoreNeeded = "Wählen Sie eine der Zahlen.",
        CommentNeeded = "Schreiben Sie ein paar Worte.",
        Empty = "Schreiben Sie ein paar Worte, bevor Sie absenden.",
        TooLong = "Ihr Text hat {0} Zeichen. Kürzen Sie ihn auf {1}.",
        ThanksTitle = "Vielen Dank",
        Thanks = "Ihre Antwort wurde gespeichert.",
        AlreadyTitle = "Sie haben bereits geantwortet",
        Already = "Vielen Dank. Ihre erste Antwort ist gespeichert.",
        InvalidTitle = "Dieser Link ist ungültig",
        Invalid = "Er ist vielleicht unvollständig. Öffnen Sie ihn erneut aus der Nachricht, oder wenden Sie sich an uns.",
        ExpiredTitle = "Dieser Link ist abgelaufen",
        Expired = "Antworten sind darüber nicht mehr möglich. Danke, dass Sie helfen wollten.",
        Away = "Ihre Antwort konnte gerade nicht gespeichert werden. Sie ist noch hier: Bitte senden Sie sie gleich noch einmal ab.",
        Test = "Dies ist ein Test. Antworten werden nicht gespeichert.",
    };

    private static FormWords French => new()
    {
        Language = "fr",
        Send = "Envoyer",
        Optional = "facultatif",
        AtMost = "{0} caractères au maximum",
        Check = "Veuillez vérifier votre réponse.",
        ScoreNeeded = "Choisissez l’un des chiffres.",
        CommentNeeded = "Écrivez quelques mots.",
        Empty = "Écrivez quelques mots avant d’envoyer.",
        TooLong = "Votre texte compte {0} caractères. Raccourcissez-le à {1}.",
        ThanksTitle = "Merci",
        Thanks = "Votre réponse est enregistrée.",
        AlreadyTitle = "Vous avez déjà répondu",
        Already = "Merci. Votre première réponse est enregistrée.",
        InvalidTitle = "Ce lien n’est pas valable",
        Invalid = "Il est peut-être incomplet. Rouvrez-le depuis le message ou contactez-nous.",
        ExpiredTitle = "Ce lien a expiré",
        Expired = "Il ne permet plus de répondre. Merci d’avoir voulu nous aider.",
        Away = "Votre réponse n’a pas pu être enregistrée. Elle est toujours ici : renvoyez-la dans un instant.",
        Test = "Ceci est un test. Les réponses ne sont pas enregistrées.",
    };

    private static FormWords Spanish => new()
    {
        Language = "es",
        Send = "Enviar",
        Optional = "opcional",
        AtMost = "Hasta {0} caracteres",
        Check = "Revisa tu respuesta.",
        ScoreNeeded = "Elige uno de los números.",
        CommentNeeded = "Escribe unas palabras.",
        Empty = "Escribe unas palabras antes de enviar.",
        TooLong = "Tu texto tiene {0} caracteres. Acórtalo a {1}.",
        ThanksTitle = "Gracias",
        Thanks = "Tu respuesta se ha guardado.",
        AlreadyTitle = "Ya has respondido",
        Already = "Gracias. Tu primera respuesta está guardada.",
        InvalidTitle = "Este enlace no es válido",
        Invalid = "Puede que esté incompleto. Ábrelo de nuevo desde el mensaje o ponte en contacto con nosotros.",
        ExpiredTitle = "Este enlace ha caducado",
        Expired = "Ya no se puede responder con él. Gracias por querer ayudarnos.",
        Away = "Tu respuesta no se ha podido guardar ahora. Sigue aquí: vuelve a enviarla en un momento.",
        Test = "Esto es una prueba. Las respuestas no se guardan.",
    };

    private static FormWords Portuguese => new()
    {
        Language = "pt",
        Send = "Enviar",
        Optional = "opcional",
        AtMost = "Até {0} caracteres",
        Check = "Verifique a sua resposta.",
        ScoreNeeded = "Escolha um dos números.",
        CommentNeeded = "Escreva algumas palavras.",
        Empty = "Escreva algumas palavras antes de enviar.",
        TooLong = "O seu texto tem {0} caracteres. Reduza-o para {1}.",
        ThanksTitle = "Obrigado",
        Thanks = "A sua resposta foi guardada.",
        AlreadyTitle = "Já respondeu",
        Already = "Obrigado. A sua primeira resposta está guardada.",
        InvalidTitle = "Esta ligação não é válida",
        Invalid = "Pode estar incompleta. Abra-a de novo a partir da mensagem ou contacte-nos.",
        ExpiredTitle = "Esta ligação expirou",
        Expired = "Já não é possível responder através dela. Obrigado por querer ajudar.",
        Away = "Não foi possível guardar a sua resposta. Continua aqui: envie-a de novo dentro de momentos.",
        Test = "Isto é um teste. As respostas não são guardadas.",
    };
}
