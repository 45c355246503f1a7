<?php
/*
 * Plugin Name: Stet faults (tests only)
 * The request header X-Stet-Fault makes this site fail the way real ones do, and so does the title of a post.
 */
// A site that gives a post to whoever sends it, though another is asked for.
add_filter(
	'wp_insert_post_data',
	function ( $data ) {
		if ( false !== strpos( $data['post_title'], '(author ignored)' ) ) {
			$data['post_author'] = get_current_user_id();
		}
		return $data;
	}
);
if ( 'cli' === PHP_SAPI || empty( $_SERVER['HTTP_X_STET_FAULT'] ) ) {
	return;
}
list( $stet_fault, $stet_fault_arg ) = explode( '=', $_SERVER['HTTP_X_STET_FAULT'] . '=', 3 );

function stet_fault_page( $status, $body, $headers = array() ) {
	status_header( $status );
	header( 'Content-Type: text/html' );
	array_map( 'header', $headers );
	echo $body;
	exit;
}

// Before anything is done.
add_filter(
	'rest_pre_dispatch',
	function ( $result ) use ( $stet_fault, $stet_fault_arg ) {
		switch ( $stet_fault ) {
			case 'html500':
				stet_fault_page( 500, '<html><body><h1>500 Internal Server Error</h1></body></html>' );
				break;
			case 'waf403':
				stet_fault_page( 403, '<html><head><title>Access Denied</title></head><body>Blocked by the firewall</body></html>' );
				break;
			case 'ratelimit':
				stet_fault_page( 429, 'Too Many Requests', array( 'Retry-After: 7' ) );
				break;
			case 'redirect':
				header( 'Location: https://127.0.0.1:8943' . $_SERVER['REQUEST_URI'], true, (int) ( $stet_fault_arg ? $stet_fault_arg : 301 ) );
				exit;
			case 'slow':
				sleep( (int) $stet_fault_arg );
				break;
			case 'fatal':
				throw new Error( 'A plugin failed' );
		}
		return $result;
	},
	1
);

// After the write is committed.
add_filter(
	'rest_pre_serve_request',
	function ( $served, $response ) use ( $stet_fault ) {
		$json = wp_json_encode( rest_get_server()->response_to_data( $response, false ) );
		switch ( $stet_fault ) {
			case 'drop':
				posix_kill( getmypid(), 9 );
				exit;
			case 'cutjson':
				echo substr( $json, 0, strlen( $json ) >> 1 );
				exit;
			case 'html200':
				stet_fault_page( 200, '<!DOCTYPE html><html><body>Please log in to the Wi-Fi</body></html>' );
				break;
			case 'after500':
				status_header( 500 );
				echo '{"code":"internal_server_error","message":"<p>There has been a critical error on this website.<\/p>","data":{"status":500}}';
				exit;
		}
		return $served;
	},
	1,
	2
);
