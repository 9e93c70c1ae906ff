<?php
// The PHP peer: the same requests, statements and answers as the server's, as one writes them with PDO.
declare(strict_types=1);

require __DIR__ . '/database.php';
require __DIR__ . '/answers.php';
require __DIR__ . '/booking.php';
require __DIR__ . '/portal.php';

final class Refusal extends Exception
{
    public function __construct(public int $status, string $detail)
    {
        parent::__construct($detail);
    }
}

function answer(int $status, array|object $body, array $headers = []): void
{
    http_response_code($status);
    header('Content-Type: application/json');
    foreach ($headers as $name => $value) {
        header("$name: $value");
    }
    echo json_encode($body, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR);
}

function body(): array
{
    $body = json_decode(file_get_contents('php://input'), true);
    return is_array($body) ? $body : throw new Refusal(400, 'A JSON object is required.');
}

function caller(): array
{
    [$scheme, $token] = explode(' ', $_SERVER['HTTP_AUTHORIZATION'] ?? '', 2) + ['', ''];
    $caller = strtolower($scheme) !== 'token' ? null : row(
        'SELECT user.id, user.email, user.full_name, user.role, user.company_id
        FROM token
        JOIN user ON user.id = token.user_id
        WHERE token.token_hash = ? AND token.expires_at > ? AND user.is_active',
        [hash('sha256', $token, true), now()]
    );
    return $caller ?? throw new Refusal(401, 'Invalid token.');
}

const UUID = '([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})';
const ROUTES = [
    ['GET', '#^/api/interviews/slots/$#', 'list_slots'],
    ['POST', '#^/api/interviews/$#', 'create_interview'],
    ['POST', '#^/api/interviews/slots/' . UUID . '/book_slot/$#', 'book_slot'],
    ['GET', '#^/portal/$#', 'portal'],
    ['PUT', '#^/portal/recordings/' . UUID . '/chunks/([0-9]+)/$#', 'take_chunk'],
];

try {
    $path = $_SERVER['DOCUMENT_URI'];
    foreach (ROUTES as [$method, $pattern, $function]) {
        if ($_SERVER['REQUEST_METHOD'] === $method && preg_match($pattern, $path, $found)) {
            $function(...array_slice($found, 1));
            return;
        }
    }
    throw new Refusal(404, 'Not found.');
} catch (Refusal $refusal) {
    answer($refusal->status, ['error' => $refusal->getMessage(), 'detail' => $refusal->getMessage()]);
} catch (Throwable $error) {
    error_log((string) $error);
    answer(500, ['error' => 'Internal error', 'detail' => 'Internal error']);
}
